package io.govshare.dialect.standard;

import io.govshare.dataset.Condition;
import io.govshare.dataset.Condition.Comparison;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.olingo.commons.api.edm.EdmType;
import org.apache.olingo.server.api.uri.UriResource;
import org.apache.olingo.server.api.uri.queryoption.apply.AggregateExpression;
import org.apache.olingo.server.api.uri.queryoption.expression.BinaryOperatorKind;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;
import org.apache.olingo.server.api.uri.queryoption.expression.ExpressionVisitor;
import org.apache.olingo.server.api.uri.queryoption.expression.Literal;
import org.apache.olingo.server.api.uri.queryoption.expression.Member;
import org.apache.olingo.server.api.uri.queryoption.expression.MethodKind;
import org.apache.olingo.server.api.uri.queryoption.expression.UnaryOperatorKind;

/**
 * A condition as a tree that both sides can be brought into: what a query means, and what a parser understood. Chains of one
 * word are one node; values compare by what they are worth.
 *
 * @param word an operator, {@code field} or {@code value}
 * @param parts operands, or the name or value alone
 */
record ParsedCondition(String word, List<Object> parts) {

    private static ParsedCondition node(String word, Object... parts) {
        return new ParsedCondition(word, List.of(parts));
    }

    /** A chain of {@code and} or {@code or}, its links of the same word taken in. */
    private static ParsedCondition chain(String word, List<ParsedCondition> links) {
        return new ParsedCondition(
                word,
                links.stream()
                        .flatMap(link -> link.word.equals(word) ? link.parts.stream() : Stream.of(link))
                        .toList());
    }

    /** What a condition means. */
    static ParsedCondition meant(Condition condition) {
        if (condition instanceof Condition.And and) {
            return chain("and", and.all().stream().map(ParsedCondition::meant).toList());
        }
        if (condition instanceof Condition.Or or) {
            return chain("or", or.any().stream().map(ParsedCondition::meant).toList());
        }
        if (condition instanceof Condition.Not not) {
            return node("not", meant(not.condition()));
        }
        Comparison comparison = (Comparison) condition;
        List<Object> parts = new ArrayList<>(List.of(node("field", comparison.field())));
        comparison.values().forEach(value -> parts.add(node("value", worth(value))));
        return switch (comparison.operator()) {
            case IS -> new ParsedCondition("eq", parts);
            case IS_NOT -> new ParsedCondition("ne", parts);
            case IN -> new ParsedCondition("in", parts);
            case GREATER_THAN -> new ParsedCondition("gt", parts);
            case AT_LEAST -> new ParsedCondition("ge", parts);
            case LESS_THAN -> new ParsedCondition("lt", parts);
            case AT_MOST -> new ParsedCondition("le", parts);
            case STARTS_WITH -> new ParsedCondition("startswith", parts);
            case CONTAINS -> new ParsedCondition("contains", parts);
            case IS_NULL -> node("eq", parts.get(0), node("value", "null"));
        };
    }

    /** What the parser understood. */
    static ParsedCondition understood(Expression expression) throws Exception {
        return expression.accept(new Reader());
    }

    private static Object worth(Object value) {
        if (value instanceof Number) {
            return new BigDecimal(value.toString()).stripTrailingZeros();
        }
        if (value instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        return value instanceof YearMonth ? value.toString() : value;
    }

    /** The value of a literal that the parser found, by the type that the parser gave it. */
    static Object value(String text, EdmType type) {
        if (type == null) {
            return text;
        }
        return switch (type.getName()) {
            case "String" -> text.substring(1, text.length() - 1).replace("''", "'");
            case "SByte", "Byte", "Int16", "Int32", "Int64", "Decimal", "Single", "Double" ->
                new BigDecimal(text).stripTrailingZeros();
            case "Boolean" -> Boolean.parseBoolean(text);
            case "Date" -> LocalDate.parse(text);
            case "TimeOfDay" -> LocalTime.parse(text);
            case "DateTimeOffset" -> OffsetDateTime.parse(text).toInstant();
            case "Guid" -> UUID.fromString(text);
            case "Duration" -> Duration.parse(text.substring("duration'".length(), text.length() - 1));
            default -> throw new IllegalArgumentException("literal of type " + type);
        };
    }

    private static final class Reader implements ExpressionVisitor<ParsedCondition> {

        @Override
        public ParsedCondition visitBinaryOperator(
                BinaryOperatorKind operator, ParsedCondition left, ParsedCondition right) {
            return switch (operator) {
                case AND -> chain("and", List.of(left, right));
                case OR -> chain("or", List.of(left, right));
                default -> node(operator.toString(), left, right);
            };
        }

        @Override
        public ParsedCondition visitBinaryOperator(
                BinaryOperatorKind operator, ParsedCondition left, List<ParsedCondition> right) {
            List<Object> parts = new ArrayList<>(List.of(left));
            parts.addAll(right);
            return new ParsedCondition(operator.toString(), parts);
        }

        @Override
        public ParsedCondition visitUnaryOperator(UnaryOperatorKind operator, ParsedCondition operand) {
            return node(operator.toString(), operand);
        }

        @Override
        public ParsedCondition visitMethodCall(MethodKind method, List<ParsedCondition> parameters) {
            return new ParsedCondition(method.toString().toLowerCase(Locale.ROOT), List.copyOf(parameters));
        }

        @Override
        public ParsedCondition visitLiteral(Literal literal) {
            return node("value", value(literal.getText(), literal.getType()));
        }

        @Override
        public ParsedCondition visitMember(Member member) {
            return node(
                    "field",
                    String.join(
                            "/",
                            member.getResourcePath().getUriResourceParts().stream()
                                    .map(UriResource::getSegmentValue)
                                    .toList()));
        }

        @Override
        public ParsedCondition visitLambdaExpression(String function, String variable, Expression expression) {
            throw new IllegalStateException("no query of ours has a lambda");
        }

        @Override
        public ParsedCondition visitAlias(String alias) {
            throw new IllegalStateException("no query of ours has an alias");
        }

        @Override
        public ParsedCondition visitTypeLiteral(EdmType type) {
            throw new IllegalStateException("no query of ours names a type");
        }

        @Override
        public ParsedCondition visitLambdaReference(String variable) {
            throw new IllegalStateException("no query of ours has a lambda");
        }

        @Override
        public ParsedCondition visitEnum(org.apache.olingo.commons.api.edm.EdmEnumType type, List<String> values) {
            throw new IllegalStateException("no query of ours has an enumeration of the service");
        }

        @Override
        public ParsedCondition visitComputeAggregate(AggregateExpression aggregate) {
            throw new IllegalStateException("no query of ours aggregates");
        }
    }
}
