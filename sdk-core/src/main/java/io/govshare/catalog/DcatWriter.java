package io.govshare.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in DCAT 3 what a description says. What the directory said in its own way is written as it came. */
final class DcatWriter {

    private static final String CONTEXT = "https://www.w3.org/ns/dcat3.jsonld";

    /** What a description is that says nothing else of itself. */
    static final String TYPE = "dcat:Dataset";

    private DcatWriter() {}

    /** The dataset as JSON-LD objects. */
    static Map<String, Object> written(DatasetDescription dataset) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("@context", CONTEXT);
        members.put("@type", TYPE);
        if (dataset.otherIds().isEmpty()) {
            put(members, Term.IDENTIFIER, isUnidentified(dataset) ? "" : dataset.id());
        } else {
            List<String> ids = new ArrayList<>(List.of(dataset.id()));
            ids.addAll(dataset.otherIds());
            members.put(Term.IDENTIFIER.spelled(), ids);
        }
        if (isUnidentified(dataset) && !dataset.id().equals(DatasetReader.NO_ID)) {
            members.put("@id", dataset.id());
        }
        boolean untitled = dataset.title().equals(dataset.id()) && isMissing(dataset, Term.TITLE);
        put(members, Term.TITLE, untitled ? "" : dataset.title());
        put(members, Term.DESCRIPTION, dataset.description());
        publisher(members, dataset);
        put(members, Term.VERSION, dataset.version());
        list(members, Term.HAS_VERSION, dataset.versions());
        members.put(Term.SHARING.spelled(), dataset.sharing().name());
        put(members, Term.SHARING_CONDITIONS, dataset.sharingConditions());
        list(
                members,
                Term.SHARING_METHOD,
                dataset.sharingMethods().stream().map(SharingMethod::code).toList());
        dataset.updateFrequency()
                .ifPresent(
                        frequency -> members.put(Term.ACCRUAL_PERIODICITY.spelled(), Map.of("@id", frequency.iri())));
        dataset.issued().ifPresent(date -> members.put(Term.ISSUED.spelled(), date.toString()));
        dataset.modified().ifPresent(date -> members.put(Term.MODIFIED.spelled(), date.toString()));
        list(members, Term.THEME, dataset.themes());
        list(members, Term.SPATIAL, dataset.regions());
        list(members, Term.KEYWORD, dataset.keywords());
        list(members, Term.RELATION, dataset.related());
        dataset.contact().ifPresent(contact -> members.put(Term.CONTACT_POINT.spelled(), contact(contact)));
        access(members, dataset);
        members.putAll(dataset.extensions());
        return members;
    }

    /** What a call needs. */
    private static void access(Map<String, Object> members, DatasetDescription dataset) {
        list(members, Term.KEY, dataset.key());
        @Nullable CallRate rate = dataset.rate();
        put(members, Term.RATE, rate == null ? null : rate.perSecond());
        if (!dataset.binding().isEmpty()) {
            members.put(Term.BINDING.spelled(), dataset.binding());
        }
        Set<String> defective = dataset.defects().stream().map(Defect::member).collect(Collectors.toSet());
        List<Map<String, Object>> fields = new ArrayList<>();
        for (FieldDescription field : dataset.fields()) {
            // The directory has no mark for it, and a level of protection that was not understood.
            fields.add(field(field, defective.contains(FieldsReader.at(fields.size(), "sensitivity"))));
        }
        list(members, Term.FIELDS, fields);
        list(
                members,
                Term.DISTRIBUTION,
                dataset.distributions().stream().map(DcatWriter::distribution).toList());
        if (dataset.access() != null && !dataset.access().equals(dataset.accessOfServices())) {
            members.put(Term.ACCESS.spelled(), dataset.access().toString());
        }
    }

    private static boolean isUnidentified(DatasetDescription dataset) {
        return isMissing(dataset, Term.IDENTIFIER);
    }

    private static boolean isMissing(DatasetDescription dataset, Term term) {
        return dataset.defects().stream()
                .anyMatch(defect -> defect.member().equals(term.spelled())
                        && defect.valueKind().equals("nothing"));
    }

    private static void publisher(Map<String, Object> members, DatasetDescription dataset) {
        Map<String, Object> agent = new LinkedHashMap<>();
        put(agent, Term.IDENTIFIER, dataset.publisherId());
        put(agent, Term.NAME, dataset.publisher());
        dataset.publisherKeys().ifPresent(keys -> put(agent, Term.JWKS, keys.toString()));
        if (!agent.isEmpty()) {
            agent.put("@type", "foaf:Agent");
            members.put(Term.PUBLISHER.spelled(), agent);
        }
    }

    private static Map<String, Object> contact(Contact contact) {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("@type", "vcard:Kind");
        put(card, Term.FULL_NAME, contact.name());
        put(card, Term.EMAIL, contact.email().isEmpty() ? "" : "mailto:" + contact.email());
        put(card, Term.PHONE, contact.phone().isEmpty() ? "" : "tel:" + contact.phone());
        return card;
    }

    private static Map<String, Object> field(FieldDescription field, boolean unmarked) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", field.name());
        members.put("type", field.type());
        members.put("title", field.title());
        members.put("nullable", field.nullable());
        members.put("personal", field.personal());
        members.put("sensitivity", field.sensitivity());
        members.put("description", field.description());
        if (field.length() != null) {
            members.put("length", field.length());
        }
        members.values().removeIf(""::equals);
        if (unmarked) {
            members.remove("personal");
        }
        members.putAll(field.extensions());
        boolean denied = Boolean.FALSE.equals(PrivacyMark.flag(members.get("personal")));
        if (field.personal() && denied && !unmarked && !PrivacyMark.isPersonal(false, true, field.sensitivity())) {
            // An extension by that name came from elsewhere, and must not take the mark away.
            members.put("personal", true);
        }
        return members;
    }

    private static Map<String, Object> distribution(Distribution distribution) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("@type", "dcat:Distribution");
        put(members, Term.TITLE, distribution.title());
        @Nullable FormatCategory category = distribution.format().category();
        put(members, Term.FORMAT_CATEGORY, category == null ? "" : category.code());
        put(members, Term.FORMAT, distribution.format().type());
        put(members, Term.MEDIA_TYPE, distribution.mediaType());
        put(members, Term.ACCESS_URL, distribution.access());
        put(members, Term.DOWNLOAD_URL, distribution.download());
        put(members, Term.BYTE_SIZE, distribution.byteSize());
        list(
                members,
                Term.ACCESS_SERVICE,
                distribution.services().stream().map(DcatWriter::service).toList());
        members.putAll(distribution.extensions());
        return members;
    }

    private static Map<String, Object> service(ServiceDescription service) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("@type", "dcat:DataService");
        put(members, Term.IDENTIFIER, service.id());
        put(members, Term.TITLE, service.title());
        put(members, Term.DESCRIPTION, service.description());
        put(members, Term.PUBLISHER, service.publisher());
        if (service.sharing() != SharingAttribute.CONDITIONAL) {
            put(members, Term.SHARING, service.sharing().name());
        }
        put(members, Term.ENDPOINT_URL, service.endpoint());
        list(members, Term.CONFORMS_TO, service.conformsTo());
        list(members, Term.SERVES_DATASET, service.datasets());
        list(members, Term.THEME, service.themes());
        list(members, Term.SPATIAL, service.regions());
        members.putAll(service.extensions());
        return members;
    }

    private static void put(Map<String, Object> members, Term term, @Nullable Object value) {
        if (value == null || value.equals("")) {
            return;
        }
        boolean asItIs = value instanceof String || value instanceof Number;
        members.put(term.spelled(), asItIs ? value : value.toString());
    }

    private static void list(Map<String, Object> members, Term term, List<?> values) {
        if (!values.isEmpty()) {
            members.put(term.spelled(), values);
        }
    }
}
