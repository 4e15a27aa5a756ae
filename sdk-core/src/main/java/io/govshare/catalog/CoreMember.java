package io.govshare.catalog;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A member of the Chinese core metadata, under the names that directories give it; the first is the one that is written. */
enum CoreMember {
    THEME("信息资源分类", "分类"),
    TITLE("信息资源名称", "名称"),
    CODE("信息资源代码", "代码"),
    PUBLISHER("信息资源提供方", "提供方"),
    PUBLISHER_CODE("信息资源提供方代码", "提供方代码"),
    ABSTRACT("信息资源摘要", "摘要"),
    FORMAT("信息资源格式", "格式"),
    FIELDS("信息项信息", "信息项"),
    SHARING("共享类型"),
    CONDITIONS("共享条件"),
    METHOD("共享方式"),
    FREQUENCY("更新周期"),
    ISSUED("发布日期"),
    RELATED("关联资源代码", "关联资源"),

    /** Some directories put the three members of sharing into an object. */
    SHARING_GROUP("共享属性"),

    FORMAT_CATEGORY("格式分类"),
    FORMAT_TYPE("格式类型"),

    FIELD_TITLE("信息项名称"),
    FIELD_NAME("信息项英文名称", "字段名"),
    FIELD_TYPE("数据类型"),
    FIELD_LENGTH("数据长度"),
    FIELD_DESCRIPTION("信息项描述"),
    FIELD_SENSITIVITY("敏感级别"),
    FIELD_PERSONAL("是否个人信息"),
    FIELD_NULLABLE("是否可空");

    private static final Map<String, CoreMember> BY_NAME = byName();

    private final String spelled;
    private final String shorter;

    CoreMember(String spelled) {
        this(spelled, spelled);
    }

    CoreMember(String spelled, String shorter) {
        this.spelled = spelled;
        this.shorter = shorter;
    }

    /** As it is written. */
    String spelled() {
        return spelled;
    }

    /** Whether it is said of a field, and not of the dataset. */
    boolean isOfField() {
        return compareTo(FIELD_TITLE) >= 0;
    }

    static @Nullable CoreMember of(String name) {
        return BY_NAME.get(name);
    }

    private static Map<String, CoreMember> byName() {
        Map<String, CoreMember> members = new HashMap<>();
        for (CoreMember member : values()) {
            members.put(member.spelled, member);
            members.put(member.shorter, member);
        }
        return Map.copyOf(members);
    }
}
