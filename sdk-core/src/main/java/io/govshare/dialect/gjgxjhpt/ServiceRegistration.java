package io.govshare.dialect.gjgxjhpt;

import io.govshare.dialect.gateway.Codes;
import io.govshare.dialect.gateway.Parameter;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Position;
import io.govshare.dialect.gateway.Service;
import io.govshare.error.ConfigurationException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what the platform registered of a service, as its directory gives it in JSON.
 *
 * <p>Read are name ({@code cnName}), parameters with type, position and default, rate ({@code reqRate}, such as {@code
 * 1000次/小时}), timeout in seconds ({@code reqTimeout}), and what the codes mean whose names say it ({@code errorCodes}).
 * What is for people goes into the description: {@code abst}, {@code serviceType}, the meaning of parameters, and the samples
 * {@code outputSuccess} and {@code outputFailure}. {@code url} is not followed: where signed requests go is said by {@link
 * ExchangeGateway#at} alone, not by a document from outside.
 *
 * <p>A registration does not say how the service pages: add {@link Service#paging}, and the parameters of the pages are no
 * longer asked of queries.
 */
public final class ServiceRegistration {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern RATE = Pattern.compile("\\s*(\\d{1,9})\\s*次?\\s*/\\s*(\\d{0,4})\\s*(\\S+?)\\s*");

    private ServiceRegistration() {}

    /**
     * The service that a registration describes, with the parameters of its only or first method.
     *
     * @param dataset id by which the application asks for it
     * @param sid id by which the gateway knows it
     * @param json the registration
     * @throws ConfigurationException if it is no JSON object, has no method, or its rate or timeout is not understood
     */
    public static Service read(String dataset, String sid, String json) {
        JsonNode registration;
        try {
            registration = JSON.readTree(json);
        } catch (JacksonException e) {
            throw unreadable(dataset, "is no JSON");
        }
        if (!registration.isObject()) {
            throw unreadable(dataset, "is no JSON object");
        }
        JsonNode method = registration.at("/methods/0");
        if (!method.isObject()) {
            throw unreadable(
                    dataset,
                    "has no methods[0], which would name its parameters; its members are "
                            + registration.propertyNames());
        }
        Service service = Service.named(dataset, sid);
        String title = text(registration, "cnName");
        service = title.isEmpty() ? service : service.title(title);
        service = withRate(service, text(registration, "reqRate"));
        service = withTimeout(service, text(registration, "reqTimeout"));
        service = withCodes(service, registration.path("errorCodes"));
        String description = description(registration, method);
        service = description.isEmpty() ? service : service.description(description);
        boolean inBody = false;
        for (JsonNode input : method.path("inputParams")) {
            Parameter parameter = parameter(dataset, input);
            inBody |= parameter.position() == Position.FORM || parameter.position() == Position.JSON;
            service = service.parameter(parameter);
        }
        return inBody ? service.method("POST") : service;
    }

    private static Service withCodes(Service service, JsonNode errors) {
        Map<String, String> names = new LinkedHashMap<>();
        for (JsonNode error : errors) {
            String code = text(error, "codeNum");
            if (!code.isEmpty()) {
                // A code that is registered twice means all that is said of it.
                names.merge(code, text(error, "codeName"), (one, other) -> one + "、" + other);
            }
        }
        return names.isEmpty()
                ? service
                : service.codes(usual -> {
                    Codes codes = usual;
                    for (Map.Entry<String, String> name : names.entrySet()) {
                        codes = ErrorNames.told(codes, name.getKey(), name.getValue());
                    }
                    return codes;
                });
    }

    private static String description(JsonNode registration, JsonNode method) {
        StringJoiner lines = new StringJoiner("\n");
        add(lines, "", text(registration, "abst"));
        add(lines, "Type: ", text(registration, "serviceType"));
        add(lines, "Method: ", text(method, "methodName"));
        for (JsonNode input : method.path("inputParams")) {
            add(lines, "Parameter " + text(input, "name") + ": ", text(input, "describe"));
        }
        add(lines, "On success: ", text(method, "outputSuccess"));
        add(lines, "On failure: ", text(method, "outputFailure"));
        return lines.toString();
    }

    private static void add(StringJoiner lines, String what, String text) {
        if (!text.isEmpty()) {
            lines.add(what + text);
        }
    }

    private static Service withRate(Service service, String rate) {
        if (rate.isEmpty()) {
            return service;
        }
        Matcher matcher = RATE.matcher(rate);
        @Nullable Duration unit = matcher.matches() ? unit(matcher.group(3)) : null;
        if (unit == null) {
            throw unreadable(service.dataset(), "has a reqRate that is not like 1000次/小时");
        }
        int units = matcher.group(2).isEmpty() ? 1 : Integer.parseInt(matcher.group(2));
        return service.rate(Integer.parseInt(matcher.group(1)), unit.multipliedBy(units));
    }

    private static @Nullable Duration unit(String word) {
        return switch (word) {
            case "秒", "s" -> Duration.ofSeconds(1);
            case "分", "分钟", "m" -> Duration.ofMinutes(1);
            case "时", "小时", "h" -> Duration.ofHours(1);
            case "天", "日", "d" -> Duration.ofDays(1);
            default -> null;
        };
    }

    private static Service withTimeout(Service service, String seconds) {
        if (seconds.isEmpty()) {
            return service;
        }
        if (!seconds.matches("\\d{1,6}")) {
            throw unreadable(service.dataset(), "has a reqTimeout that is no number of seconds");
        }
        return service.attemptTimeout(Duration.ofSeconds(Long.parseLong(seconds)));
    }

    private static Parameter parameter(String dataset, JsonNode input) {
        String name = text(input, "name");
        if (name.isEmpty()) {
            throw unreadable(dataset, "has an input parameter without name");
        }
        ValueType type = type(text(input, "type").toLowerCase(Locale.ROOT));
        Parameter parameter =
                isYes(text(input, "isRequired")) ? Parameter.required(name, type) : Parameter.optional(name, type);
        String byDefault = text(input, "defaultValue");
        parameter = byDefault.isEmpty() ? parameter : parameter.defaultValue(byDefault);
        @Nullable Position position = position(text(input, "position").toLowerCase(Locale.ROOT));
        return position == null ? parameter : parameter.in(position);
    }

    private static boolean isYes(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "true", "y", "yes", "是" -> true;
            default -> false;
        };
    }

    /** Dates are left as text, since registrations do not say how they are spelled. */
    private static ValueType type(String word) {
        return switch (word) {
            case "int", "integer", "long", "short" -> ValueType.INTEGER;
            case "number", "double", "float", "decimal" -> ValueType.DECIMAL;
            case "bool", "boolean" -> ValueType.BOOLEAN;
            default -> ValueType.TEXT;
        };
    }

    private static @Nullable Position position(String word) {
        return switch (word) {
            case "header", "head" -> Position.HEADER;
            case "query", "url", "path" -> Position.QUERY;
            case "form", "formdata" -> Position.FORM;
            case "body", "json" -> Position.JSON;
            default -> null;
        };
    }

    private static String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        // A sample of an answer may stand there as JSON instead of text.
        String text = value.isContainer() ? value.toString() : value.isNull() ? "" : value.asString("");
        return text.strip();
    }

    private static ConfigurationException unreadable(String dataset, String what) {
        return new ConfigurationException(
                "The registration of " + dataset + " " + what,
                "Give the registration itself, not what is around it, and correct it; or describe the service by"
                        + " Service.named(dataset, sid) yourself.");
    }
}
