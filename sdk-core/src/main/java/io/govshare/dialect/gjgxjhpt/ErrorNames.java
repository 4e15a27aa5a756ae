package io.govshare.dialect.gjgxjhpt;

import io.govshare.dialect.gateway.Codes;
import io.govshare.http.Outcome.Kind;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the names that a registration gives to its codes say of their meaning. A name that says nothing known, or more than
 * one thing, is left to what the code means everywhere on the gateway.
 */
final class ErrorNames {

    private static final Map<Kind, List<String>> WORDS = words();

    /** Whole names, since 不成功 holds the word as well. */
    private static final Set<String> SUCCESS = Set.of("成功", "请求成功", "调用成功", "查询成功", "操作成功", "处理成功");

    private ErrorNames() {}

    private static Map<Kind, List<String>> words() {
        Map<Kind, List<String>> words = new LinkedHashMap<>();
        words.put(Kind.EMPTY, List.of("没有数据", "无数据", "未查询到", "查询无结果"));
        words.put(Kind.SIGNATURE_REJECTED, List.of("签名", "验签"));
        words.put(Kind.CREDENTIAL_REJECTED, List.of("密钥", "token", "令牌"));
        words.put(Kind.CLOCK, List.of("时间戳", "请求时间"));
        words.put(Kind.QUOTA, List.of("次数", "频次", "频率", "限流", "配额", "流量"));
        words.put(Kind.DENIED, List.of("无权", "权限", "未授权"));
        words.put(Kind.NOT_FOUND, List.of("服务不存在", "接口不存在"));
        words.put(Kind.INVALID, List.of("参数"));
        words.put(Kind.UPSTREAM, List.of("超时", "系统异常", "系统错误", "数据库", "数据源", "内部错误", "服务异常", "服务不可用"));
        return words;
    }

    /** The codes, with what this name says of this one. */
    static Codes told(Codes codes, String code, String name) {
        if (SUCCESS.contains(name)) {
            return codes.alsoSuccess(code);
        }
        Set<Kind> meant = EnumSet.noneOf(Kind.class);
        WORDS.forEach((kind, words) -> {
            if (words.stream().anyMatch(name::contains)) {
                meant.add(kind);
            }
        });
        return meant.size() == 1 ? codes.on(meant.iterator().next(), code) : codes;
    }
}
