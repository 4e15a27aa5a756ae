package io.govshare.testing.gateway;

import io.govshare.testing.odata.Json;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the national exchange style says of a registered service. */
final class Registration {

    private static final String TIMEOUT_SECONDS = "60";
    private static final Map<Duration, String> UNITS = Map.of(
            Duration.ofSeconds(1),
            "秒",
            Duration.ofMinutes(1),
            "分钟",
            Duration.ofHours(1),
            "小时",
            Duration.ofDays(1),
            "天");

    private static final Map<GatewayProblem, String> NAMES = new EnumMap<>(Map.of(
            GatewayProblem.REQUEST, "请求格式错误",
            GatewayProblem.SIGNATURE, "签名错误",
            GatewayProblem.UNKNOWN_CLIENT, "应用不存在",
            GatewayProblem.EXPIRED, "密钥过期",
            GatewayProblem.CLOCK, "时间戳错误",
            GatewayProblem.DENIED, "无权限调用",
            GatewayProblem.NOT_FOUND, "服务不存在",
            GatewayProblem.PARAMETER, "参数错误",
            GatewayProblem.QUOTA, "超过调用次数限制",
            GatewayProblem.UPSTREAM, "服务不可用"));

    private Registration() {}

    /** @param url where it is called */
    static ObjectNode of(GatewayService service, String url, Map<GatewayProblem, String> codes) {
        ObjectNode registration = Json.MAPPER
                .createObjectNode()
                .put("cnName", service.id())
                .put("abst", "Service " + service.id() + " of the sandbox")
                .put("url", url)
                .put("serviceType", "REST")
                .put("reqRate", rate(service))
                .put("reqTimeout", TIMEOUT_SECONDS);
        ObjectNode method = registration.putArray("methods").addObject().put("methodName", "query");
        ArrayNode parameters = method.putArray("inputParams");
        for (String name : service.parameters()) {
            parameters
                    .addObject()
                    .put("name", name)
                    .put("type", "String")
                    .put("isRequired", Boolean.toString(service.isRequired(name)))
                    .put("defaultValue", "")
                    .put("position", "query")
                    .put("describe", "Selects by " + name);
        }
        method.put("outputSuccess", "{\"code\":\"0\",\"data\":[]}");
        method.put("outputFailure", "{\"errCode\":\"" + codes.get(GatewayProblem.SIGNATURE) + "\",\"errMsg\":\"\"}");
        ArrayNode errors = registration.putArray("errorCodes");
        names(codes)
                .forEach((code, name) -> errors.addObject().put("codeNum", code).put("codeName", name));
        return registration;
    }

    /** What operators write beside each code; all of it beside a code that stands for several problems. */
    private static Map<String, String> names(Map<GatewayProblem, String> codes) {
        Map<String, String> names = new LinkedHashMap<>();
        NAMES.forEach((problem, name) -> {
            String code = codes.get(problem);
            if (code != null) {
                names.merge(code, name, (one, other) -> one + "、" + other);
            }
        });
        return names;
    }

    /** Empty when there is no limit. */
    private static String rate(GatewayService service) {
        if (service.calls() == 0) {
            return "";
        }
        String unit = UNITS.get(service.per());
        return service.calls() + "次/" + (unit == null ? service.per().toSeconds() + "秒" : unit);
    }
}
