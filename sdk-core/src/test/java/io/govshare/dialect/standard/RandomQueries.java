package io.govshare.dialect.standard;

import io.govshare.dataset.Query;
import io.govshare.dataset.Where;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes queries of all shapes and values, the nastier the better; the same ones for the same seed. */
final class RandomQueries {

    private static final List<String> HOSTILE = List.of(
            "' or 1 eq 1",
            "') or (1 eq 1",
            "''",
            "'",
            "%27",
            "%2527 or 1 eq 1",
            "%",
            "%zz",
            "a+b",
            "a b",
            "a&$top=1",
            "&$filter=true",
            "#fragment",
            "?x=y",
            "a;b=c",
            "a/b\\c",
            "null",
            "true",
            "2026-01-01",
            "(((((",
            "),startswith(code,'",
            "\u0000",
            "\r\nX-Header: 1",
            "\t \u00a0\u2028\u200b\ufeff",
            "鼓楼区",
            "Saint-Étienne d'Orléans",
            "\uD83D\uDE00'\uD840\uDC0B",
            "$it/code",
            "@alias",
            "\"`<>^{}|[]~!*");

    private final Random random;
    private final List<String> fields = List.copyOf(OlingoParser.FIELDS.keySet());

    RandomQueries(long seed) {
        random = new Random(seed);
    }

    /** A whole query. */
    Query<Object> next() {
        Query<Object> query = chance(12) ? Query.all() : condition(random.nextInt(5));
        if (chance(3)) {
            query = query.select(field(), some().toArray(String[]::new));
        }
        for (String field : some()) {
            query = chance(2) ? query.orderBy(field) : query.orderByDescending(field);
        }
        if (chance(3)) {
            query = query.limit(1 + random.nextInt(Integer.MAX_VALUE - 1));
        }
        return chance(3) ? query.counted() : query;
    }

    private List<String> some() {
        return Stream.generate(this::field).distinct().limit(random.nextInt(3)).toList();
    }

    private Query<Object> condition(int depth) {
        if (depth == 0) {
            return comparison();
        }
        return switch (random.nextInt(4)) {
            case 0 -> condition(depth - 1).and(condition(random.nextInt(depth)));
            case 1 -> condition(depth - 1).or(condition(random.nextInt(depth)));
            case 2 -> Query.not(condition(depth - 1));
            default -> comparison();
        };
    }

    private Query<Object> comparison() {
        String field = field();
        String type = OlingoParser.FIELDS.get(field);
        Where<Object, Object> where = Query.where(field);
        boolean ordered = !type.equals("Edm.Boolean") && !type.equals("Edm.Guid");
        int operators = type.equals("Edm.String") ? 12 : ordered ? 10 : 5;
        return switch (random.nextInt(operators)) {
            case 0 -> where.is(value(type));
            case 1 -> where.isNot(value(type));
            // Olingo takes 0.5 for a decimal, and has no decimals in a list for a double.
            case 2 -> type.equals("Edm.Double") ? where.isNull() : where.in(values(type));
            case 3 -> where.isNull();
            case 4 -> where.isNotNull();
            case 5 -> where.greaterThan(value(type));
            case 6 -> where.atLeast(value(type));
            case 7 -> where.lessThan(value(type));
            case 8 -> where.atMost(value(type));
            case 9 -> where.between(value(type), value(type));
            case 10 -> where.startsWith("x" + text());
            default -> where.contains(text() + "x");
        };
    }

    /** Seldom a list that is too long for a URL. */
    private List<Object> values(String type) {
        int size = chance(10) ? 150 + random.nextInt(850) : 1 + random.nextInt(5);
        List<Object> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(value(type));
        }
        return values;
    }

    private Object value(String type) {
        return switch (type) {
            case "Edm.String" -> chance(20) ? YearMonth.of(2000 + random.nextInt(30), 1 + random.nextInt(12)) : text();
            case "Edm.Int64" -> integer();
            case "Edm.Decimal" -> new BigDecimal(new BigInteger(60, random), random.nextInt(41) - 20).negate();
            case "Edm.Double" -> chance(2) ? (Object) random.nextGaussian() : (Object) random.nextFloat();
            case "Edm.Boolean" -> random.nextBoolean();
            case "Edm.Date" -> LocalDate.of(1 + random.nextInt(9_999), 1 + random.nextInt(12), 1 + random.nextInt(28));
            case "Edm.DateTimeOffset" -> time();
            case "Edm.TimeOfDay" -> LocalTime.ofNanoOfDay((long) (random.nextDouble() * 86_400e9));
            case "Edm.Guid" -> new UUID(random.nextLong(), random.nextLong());
            case "Edm.Duration" -> Duration.ofSeconds(random.nextInt(), random.nextInt(1_000_000_000));
            default -> throw new IllegalArgumentException(type);
        };
    }

    private Object integer() {
        return switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt();
            case 1 -> (short) random.nextInt();
            case 2 -> random.nextInt();
            default -> random.nextLong();
        };
    }

    private Object time() {
        Instant instant = Instant.ofEpochSecond(random.nextInt() * 4L, chance(2) ? 0 : random.nextInt(1_000_000_000));
        return switch (random.nextInt(3)) {
            case 0 -> instant;
            case 1 -> OffsetDateTime.ofInstant(instant, ZoneOffset.ofTotalSeconds(900 * (random.nextInt(112) - 56)));
            default -> instant.atZone(ZoneId.of(chance(2) ? "Asia/Shanghai" : "Europe/Paris"));
        };
    }

    private String field() {
        return fields.get(random.nextInt(fields.size()));
    }

    /** Pieces that mean something in a URL or in OData, and any characters at all. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(4); pieces >= 0; pieces--) {
            if (chance(2)) {
                text.append(HOSTILE.get(random.nextInt(HOSTILE.size())));
            } else {
                text.appendCodePoint(codePoint());
            }
        }
        return text.toString();
    }

    private int codePoint() {
        int point = chance(2) ? random.nextInt(128) : random.nextInt(Character.MAX_CODE_POINT + 1);
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 'x' : point;
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
