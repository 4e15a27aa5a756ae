package io.govshare.catalog;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A term of the vocabularies that a directory is written in, under all names that it has in JSON-LD. */
enum Term {
    CONTEXT("@context"),
    GRAPH("@graph"),
    TYPE("@type"),
    ID("@id"),
    IDENTIFIER("dct:identifier"),
    TITLE("dct:title"),
    DESCRIPTION("dct:description"),
    PUBLISHER("dct:publisher"),
    ISSUED("dct:issued"),
    MODIFIED("dct:modified"),
    SPATIAL("dct:spatial"),
    RELATION("dct:relation"),
    FORMAT("dct:format"),
    CONFORMS_TO("dct:conformsTo"),
    ACCRUAL_PERIODICITY("dct:accrualPeriodicity"),
    DATASET("dcat:dataset"),
    SERVICE("dcat:service"),
    VERSION("dcat:version"),
    HAS_VERSION("dcat:hasVersion"),
    THEME("dcat:theme"),
    KEYWORD("dcat:keyword"),
    CONTACT_POINT("dcat:contactPoint"),
    DISTRIBUTION("dcat:distribution"),
    ACCESS_SERVICE("dcat:accessService"),
    ACCESS_URL("dcat:accessURL"),
    DOWNLOAD_URL("dcat:downloadURL"),
    MEDIA_TYPE("dcat:mediaType"),
    BYTE_SIZE("dcat:byteSize"),
    ENDPOINT_URL("dcat:endpointURL"),
    SERVES_DATASET("dcat:servesDataset"),
    NAME("foaf:name"),
    FULL_NAME("vcard:fn"),
    EMAIL("vcard:hasEmail"),
    PHONE("vcard:hasTelephone"),
    SHARING("govshare:sharing"),
    SHARING_CONDITIONS("govshare:sharingConditions"),
    SHARING_METHOD("govshare:sharingMethod"),
    FORMAT_CATEGORY("govshare:formatCategory"),
    KEY("govshare:key"),
    JWKS("govshare:jwks"),
    RATE("govshare:rate"),
    FIELDS("govshare:fields"),
    ACCESS("govshare:access"),
    BINDING("govshare:binding"),
    TOTAL_ITEMS("hydra:totalItems"),
    VIEW("hydra:view"),
    NEXT("hydra:next");

    /** The namespaces that need not be declared. */
    private static final Map<String, String> NAMESPACES = Map.of(
            "dct", "http://purl.org/dc/terms/",
            "dcterms", "http://purl.org/dc/terms/",
            "dcat", "http://www.w3.org/ns/dcat#",
            "foaf", "http://xmlns.com/foaf/0.1/",
            "vcard", "http://www.w3.org/2006/vcard/ns#",
            "govshare", "https://govshare.io/ns#",
            "hydra", "http://www.w3.org/ns/hydra/core#");

    private static final Map<String, Term> BY_NAME = byName();

    private final String spelled;

    Term(String spelled) {
        this.spelled = spelled;
    }

    /** As it is written: with its usual prefix. */
    String spelled() {
        return spelled;
    }

    /** The term of this name: with a usual prefix, without one, or as a whole IRI; null if it is none of these. */
    static @Nullable Term of(String name) {
        return BY_NAME.get(name);
    }

    /** The IRI of this name with a usual prefix; null without one. */
    static @Nullable String namespace(String prefix) {
        return NAMESPACES.get(prefix);
    }

    private static Map<String, Term> byName() {
        Map<String, Term> names = new HashMap<>();
        for (Term term : values()) {
            names.put(term.spelled, term);
            int colon = term.spelled.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String local = term.spelled.substring(colon + 1);
            names.put(local, term);
            String namespace = NAMESPACES.get(term.spelled.substring(0, colon));
            names.put(namespace + local, term);
            names.put(("" + namespace).replaceFirst("^http:", "https:") + local, term);
            NAMESPACES.forEach((prefix, iri) -> {
                if (iri.equals(namespace)) {
                    names.put(prefix + ":" + local, term);
                }
            });
        }
        return Map.copyOf(names);
    }
}
