package io.govshare.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says in the Chinese core metadata what a description says. What the directory said in its own way is written as it came. */
final class CoreMetadataWriter {

    private CoreMetadataWriter() {}

    static Map<String, Object> written(DatasetDescription dataset) {
        Map<String, Object> members = new LinkedHashMap<>();
        list(members, CoreMember.THEME, dataset.themes());
        boolean untitled = dataset.defects().stream()
                .anyMatch(defect -> defect.member().equals(CoreMember.TITLE.spelled())
                        && defect.valueKind().equals("nothing"));
        put(members, CoreMember.TITLE, untitled ? "" : dataset.title());
        put(members, CoreMember.CODE, dataset.id().equals(DatasetReader.NO_ID) ? "" : dataset.id());
        put(members, CoreMember.PUBLISHER, dataset.publisher());
        put(members, CoreMember.PUBLISHER_CODE, dataset.publisherId());
        put(members, CoreMember.ABSTRACT, dataset.description());
        list(
                members,
                CoreMember.FORMAT,
                dataset.distributions().stream()
                        .map(Distribution::format)
                        .filter(format -> !format.equals(DataFormat.NONE))
                        .map(CoreMetadataWriter::format)
                        .toList());
        list(
                members,
                CoreMember.FIELDS,
                dataset.fields().stream().map(CoreMetadataWriter::field).toList());
        put(members, CoreMember.SHARING, code(dataset.sharing()));
        put(members, CoreMember.CONDITIONS, dataset.sharingConditions());
        list(
                members,
                CoreMember.METHOD,
                dataset.sharingMethods().stream().map(SharingMethod::code).toList());
        dataset.updateFrequency().ifPresent(frequency -> put(members, CoreMember.FREQUENCY, frequency.code()));
        dataset.issued().ifPresent(date -> put(members, CoreMember.ISSUED, date.toString()));
        list(members, CoreMember.RELATED, dataset.related());
        members.putAll(dataset.extensions());
        return members;
    }

    private static String code(SharingAttribute sharing) {
        return switch (sharing) {
            case UNCONDITIONAL -> "1";
            case CONDITIONAL -> "2";
            case NOT_SHARED -> "3";
        };
    }

    private static Map<String, Object> format(DataFormat format) {
        Map<String, Object> members = new LinkedHashMap<>();
        put(
                members,
                CoreMember.FORMAT_CATEGORY,
                format.category() == null ? "" : format.category().code());
        put(members, CoreMember.FORMAT_TYPE, format.type());
        return members;
    }

    private static Map<String, Object> field(FieldDescription field) {
        Map<String, Object> members = new LinkedHashMap<>();
        put(members, CoreMember.FIELD_TITLE, field.title().isEmpty() ? field.name() : field.title());
        put(members, CoreMember.FIELD_NAME, field.title().isEmpty() ? "" : field.name());
        put(members, CoreMember.FIELD_TYPE, field.type());
        if (field.length() != null) {
            members.put(CoreMember.FIELD_LENGTH.spelled(), field.length());
        }
        put(members, CoreMember.FIELD_DESCRIPTION, field.description());
        put(members, CoreMember.FIELD_SENSITIVITY, field.sensitivity());
        if (field.personal() != PrivacyMark.isPersonal(null, true, field.sensitivity())) {
            put(members, CoreMember.FIELD_PERSONAL, field.personal() ? "是" : "否");
        }
        put(members, CoreMember.FIELD_NULLABLE, field.nullable() ? "" : "否");
        members.putAll(field.extensions());
        return members;
    }

    private static void put(Map<String, Object> members, CoreMember member, String text) {
        if (!text.isEmpty()) {
            members.put(member.spelled(), text);
        }
    }

    /** One value as itself, several as a list: most directories have no lists. */
    private static void list(Map<String, Object> members, CoreMember member, List<?> values) {
        if (values.size() == 1 && values.get(0) instanceof String) {
            members.put(member.spelled(), values.get(0));
        } else if (!values.isEmpty()) {
            members.put(member.spelled(), new ArrayList<>(values));
        }
    }
}
