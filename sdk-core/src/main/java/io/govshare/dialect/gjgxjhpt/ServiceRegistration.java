package io.govshare.dialect.gjgxjhpt;

import io.govshare.dialect.gateway.Parameter;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Position;
import io.govshare.dialect.gateway.Service;
import io.govshare.error.ConfigurationException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what the platform registered of a service, as its directory gives it in JSON: name, parameters with type, position
 * and default, rate ({@code 1000次/小时}) and timeout in seconds.
 */
public final class ServiceRegistration {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern RATE = Pattern.compile("\\s*(\\d{1,9})\\s*次?\\s*/\\s*(\\d{0,4})\\s*(\\S+?)\\s*");

    private ServiceRegistration() {}

    /**
     * The service that a registration describes, with the parameters of its first method.
     *
     * @param dataset id by which the application asks for it
     * @param sid id by which the gateway knows it
     * @param json the registration
     * @throws ConfigurationException if it is no JSON object, or its rate or timeout is not understood
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
        Service service = Service.named(dataset, sid);
        String title = text(registration, "cnName");
        service = title.isEmpty() ? service : service.title(title);
        service = withRate(service, text(registration, "reqRate"));
        service = withTimeout(service, text(registration, "reqTimeout"));
        JsonNode inputs = registration.at("/methods/0/inputParams");
        boolean inBody = false;
        for (JsonNode input : inputs) {
            Parameter parameter = parameter(dataset, input);
            inBody |= parameter.position() == Position.FORM || parameter.position() == Position.JSON;
            service = service.parameter(parameter);
        }
        return inBody ? service.method("POST") : service;
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
        return value.isValueNode() && !value.isNull() ? value.asString("").strip() : "";
    }

    private static ConfigurationException unreadable(String dataset, String what) {
        return new ConfigurationException(
                "The registration of " + dataset + " " + what,
                "Correct the JSON, or describe the service by Service.named(dataset, sid) yourself.");
    }
}
