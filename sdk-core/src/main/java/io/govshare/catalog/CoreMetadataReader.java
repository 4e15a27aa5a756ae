package io.govshare.catalog;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the Chinese core metadata of one dataset. Used once. */
final class CoreMetadataReader {

    private final DatasetDescriptionBuilder dataset = new DatasetDescriptionBuilder("");
    private final Set<CoreMember> seen = EnumSet.noneOf(CoreMember.class);
    private String code = "";

    DatasetDescription read(Map<?, ?> members) {
        members(members);
        dataset.id(code.isEmpty() ? DatasetReader.NO_ID : code);
        if (code.isEmpty() && !dataset.hasExtension(CoreMember.CODE.spelled())) {
            missing(CoreMember.CODE);
        }
        if (!seen.contains(CoreMember.TITLE)) {
            missing(CoreMember.TITLE);
        }
        if (!dataset.hasPublisher()) {
            missing(CoreMember.PUBLISHER);
        }
        return dataset.build();
    }

    private void members(Map<?, ?> members) {
        members.forEach((name, value) -> {
            @Nullable CoreMember member = CoreMember.of(String.valueOf(name));
            if (value == null) {
                return;
            }
            if (member == null || member.isOfField()) {
                dataset.extension(String.valueOf(name), value);
            } else if (seen.add(member)) {
                member(member, value);
            } else {
                repeated(member, String.valueOf(name), value);
            }
        });
    }

    /** A member under two names: no order among them says which is right. */
    private void repeated(CoreMember member, String name, Object value) {
        if (!name.equals(member.spelled())) {
            dataset.extension(name, value);
        }
        if (member == CoreMember.SHARING) {
            dataset.sharing(SharingAttribute.CONDITIONAL);
        }
        String taken = member == CoreMember.SHARING ? "taken as 2, 有条件共享" : "the first is taken";
        dataset.defect(new Defect(member.spelled(), "stands there more than once; " + taken, JsonLd.kind(value)));
    }

    private void member(CoreMember member, Object value) {
        switch (member) {
            case CODE -> code(value);
            case TITLE -> dataset.title(text(member, value));
            case ABSTRACT -> dataset.description(text(member, value));
            case PUBLISHER -> dataset.publisher(text(member, value));
            case PUBLISHER_CODE -> dataset.publisherId(text(member, value));
            case CONDITIONS -> dataset.sharingConditions(text(member, value));
            case THEME -> dataset.themes(texts(member, value));
            case RELATED -> dataset.related(texts(member, value));
            case SHARING -> sharing(value);
            case METHOD -> methods(value);
            case FREQUENCY -> frequency(value);
            case ISSUED -> issued(value);
            case FORMAT -> formats(value);
            case FIELDS -> fields(value);
            case SHARING_GROUP -> {
                if (value instanceof Map<?, ?> group) {
                    members(group);
                } else {
                    keep(member, value, "is no object");
                }
            }
            default -> dataset.extension(member.spelled(), value);
        }
    }

    /** A directory that changed its numbering gives several codes: the first is taken, all are kept. */
    private void code(Object value) {
        List<String> codes = texts(CoreMember.CODE, value);
        code = codes.isEmpty() ? "" : codes.get(0);
        if (codes.size() > 1) {
            dataset.otherIds(codes.subList(1, codes.size()));
            keep(CoreMember.CODE, value, "is given " + codes.size() + " times; the first is taken");
        }
    }

    private void sharing(Object value) {
        String text = JsonLd.list(value).size() > 1 ? "" : Objects.requireNonNullElse(JsonLd.text(value), "");
        switch (text.strip().replaceFirst("^0(?=.)", "")) {
            case "1", "无条件共享" -> dataset.sharing(SharingAttribute.UNCONDITIONAL);
            case "2", "有条件共享" -> dataset.sharing(SharingAttribute.CONDITIONAL);
            case "3", "不予共享" -> dataset.sharing(SharingAttribute.NOT_SHARED);
            default -> keep(CoreMember.SHARING, value, "is none of 1 to 3; taken as 2, 有条件共享");
        }
    }

    private void methods(Object value) {
        List<SharingMethod> methods = new ArrayList<>(1);
        for (Object one : JsonLd.list(value)) {
            SharingMethod.of(Objects.requireNonNullElse(JsonLd.text(one), ""))
                    .ifPresentOrElse(methods::add, () -> keep(CoreMember.METHOD, value, "is none of 1 to 3"));
        }
        dataset.sharingMethods(methods);
    }

    private void frequency(Object value) {
        UpdateFrequency.of(Objects.requireNonNullElse(JsonLd.text(value), ""))
                .ifPresentOrElse(
                        dataset::updateFrequency,
                        () -> keep(CoreMember.FREQUENCY, value, "is none of 1 to 6, and not 每旬"));
    }

    private void issued(Object value) {
        try {
            dataset.issued(LocalDate.parse(Objects.requireNonNullElse(JsonLd.text(value), "")));
        } catch (DateTimeException e) {
            keep(CoreMember.ISSUED, value, "is no date such as 2026-01-31");
        }
    }

    private void formats(Object value) {
        List<Distribution> formats = new ArrayList<>(1);
        for (Object one : JsonLd.list(value)) {
            Object given = one instanceof Map<?, ?> map && map.containsKey(CoreMember.FORMAT_CATEGORY.spelled())
                    ? Objects.requireNonNullElse(map.get(CoreMember.FORMAT_CATEGORY.spelled()), "")
                    : one;
            @Nullable
            String type = one instanceof Map<?, ?> map ? JsonLd.text(map.get(CoreMember.FORMAT_TYPE.spelled())) : null;
            @Nullable
            FormatCategory category = given instanceof Map
                    ? null
                    : FormatCategory.of(Objects.requireNonNullElse(JsonLd.text(given), ""))
                            .orElse(null);
            boolean unknown = category == null && !(given instanceof Map && type != null);
            boolean more =
                    one instanceof Map<?, ?> map && map.size() > (type == null ? 0 : 1) + (category == null ? 0 : 1);
            if (unknown) {
                keep(CoreMember.FORMAT, value, "is none of 1 to 7");
            } else if (more) {
                dataset.extension(CoreMember.FORMAT.spelled(), value);
            }
            if (category != null || type != null) {
                formats.add(Distribution.of(new DataFormat(category, type == null ? "" : type)));
            }
        }
        dataset.distributions(formats);
    }

    private void fields(Object value) {
        Map<String, FieldDescription> fields = new LinkedHashMap<>();
        int position = 0;
        for (Object one : JsonLd.list(value)) {
            String at = CoreMember.FIELDS.spelled() + "[" + position++ + "]";
            @Nullable FieldDescription field = one instanceof Map<?, ?> given ? field(given, at) : null;
            if (field == null) {
                dataset.extension(CoreMember.FIELDS.spelled(), value);
                dataset.defect(new Defect(at, "is no field with a name", JsonLd.kind(one)));
                continue;
            }
            @Nullable FieldDescription earlier = fields.putIfAbsent(field.name(), field);
            if (earlier != null) {
                dataset.extension(CoreMember.FIELDS.spelled(), value);
                dataset.defect(new Defect(at, "has the name of an earlier field", "object"));
                fields.put(field.name(), field.personal() ? earlier.asPersonal() : earlier);
            }
        }
        dataset.fields(List.copyOf(fields.values()));
    }

    private @Nullable FieldDescription field(Map<?, ?> given, String at) {
        Map<CoreMember, Object> known = new HashMap<>();
        Map<String, Object> others = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            @Nullable CoreMember member = CoreMember.of(String.valueOf(name));
            if (value != null && member != null && member.isOfField() && !known.containsKey(member)) {
                known.put(member, value);
            } else if (value != null) {
                others.put(String.valueOf(name), value);
            }
        });
        String named = part(known, CoreMember.FIELD_NAME, at, others);
        String title = part(known, CoreMember.FIELD_TITLE, at, others);
        String name = named.isEmpty() ? title : named;
        if (name.isEmpty()) {
            return null;
        }
        String sensitivity = part(known, CoreMember.FIELD_SENSITIVITY, at, others);
        @Nullable Boolean personal = flag(known, CoreMember.FIELD_PERSONAL, at, others);
        // What is no text, such as a list of levels, may hide one that is personal.
        boolean understood = (personal != null || !known.containsKey(CoreMember.FIELD_PERSONAL))
                && !others.containsKey(CoreMember.FIELD_SENSITIVITY.spelled());
        if (personal == null && PrivacyMark.level(sensitivity) == null) {
            dataset.defect(new Defect(at + ".敏感级别", "is no known level; taken as personal", "text"));
        }
        @Nullable Boolean nullable = flag(known, CoreMember.FIELD_NULLABLE, at, others);
        return new FieldDescription(
                name,
                part(known, CoreMember.FIELD_TYPE, at, others),
                named.isEmpty() ? "" : title,
                nullable == null || nullable,
                PrivacyMark.isPersonal(personal, understood, sensitivity),
                sensitivity,
                part(known, CoreMember.FIELD_DESCRIPTION, at, others),
                length(known.get(CoreMember.FIELD_LENGTH), at, others),
                others);
    }

    private String part(Map<CoreMember, Object> known, CoreMember member, String at, Map<String, Object> others) {
        @Nullable Object value = known.get(member);
        @Nullable String text = JsonLd.text(value);
        if (value != null && !(value instanceof String)) {
            others.put(member.spelled(), value);
            dataset.defect(new Defect(at + "." + member.spelled(), "is no text", JsonLd.kind(value)));
        }
        return text == null ? "" : text;
    }

    private @Nullable Boolean flag(
            Map<CoreMember, Object> known, CoreMember member, String at, Map<String, Object> others) {
        @Nullable Object value = known.get(member);
        @Nullable Boolean flag = PrivacyMark.flag(value);
        if (value != null && flag == null) {
            others.put(member.spelled(), value);
            dataset.defect(
                    new Defect(at + "." + member.spelled(), "is neither 是 nor 否; taken as 是", JsonLd.kind(value)));
        }
        return flag;
    }

    private @Nullable Integer length(@Nullable Object value, String at, Map<String, Object> others) {
        if (value == null) {
            return null;
        }
        if (value instanceof Integer length && length >= 0) {
            return length;
        }
        others.put(CoreMember.FIELD_LENGTH.spelled(), value);
        boolean digits = value instanceof String text && text.strip().matches("\\d{1,9}");
        dataset.defect(new Defect(at + ".数据长度", "is no whole number from 0", JsonLd.kind(value)));
        return digits ? Integer.valueOf(value.toString().strip()) : null;
    }

    private String text(CoreMember member, Object value) {
        @Nullable String text = JsonLd.text(value);
        if (!(value instanceof String)) {
            keep(member, value, "is no text");
        }
        return text == null ? "" : text;
    }

    private List<String> texts(CoreMember member, Object value) {
        List<String> texts = new ArrayList<>(1);
        for (Object one : JsonLd.list(value)) {
            @Nullable String text = JsonLd.text(one);
            if (text != null) {
                texts.add(text);
            }
            if (!(one instanceof String)) {
                keep(member, value, "is no text");
            }
        }
        return texts;
    }

    private void missing(CoreMember member) {
        dataset.defect(new Defect(member.spelled(), "is missing", "nothing"));
    }

    private void keep(CoreMember member, Object value, String problem) {
        dataset.extension(member.spelled(), value);
        dataset.defect(new Defect(member.spelled(), problem, JsonLd.kind(value)));
    }
}
