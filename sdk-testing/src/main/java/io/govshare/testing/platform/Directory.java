package io.govshare.testing.platform;

import io.govshare.testing.odata.EdmType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the platform says of itself: discovery (RFC 9727, RFC 8414), its keys and its catalogue (DCAT 3). Immutable. */
final class Directory {

    private static final List<String> ASSERTION_ALGORITHMS =
            List.of("EdDSA", "ES256", "ES384", "PS256", "PS512", "RS256");
    private static final String RELATION = "https://govshare.io/rel/";

    private final String origin;
    private final Map<String, Published> datasets;
    private final Map<String, CatalogueEntry> described;
    private final List<Map<String, Object>> keys;

    /**
     * @param described entries of datasets and services that are only described
     * @param keys public keys that check the signatures of answers; none if there are no such signatures or keys
     */
    Directory(
            String origin,
            Map<String, Published> datasets,
            List<CatalogueEntry> described,
            List<Map<String, Object>> keys) {
        this.origin = origin;
        this.datasets = datasets;
        this.described = new HashMap<>();
        described.forEach(entry -> this.described.putIfAbsent(entry.id(), entry));
        this.keys = keys;
    }

    Reply apiCatalog() {
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("anchor", origin);
        links.put(RELATION + "issuer", List.of(Map.of("href", origin)));
        for (String name : List.of("catalogue", "grants", "usage")) {
            links.put(RELATION + name, List.of(Map.of("href", origin + "/" + name)));
        }
        if (!keys.isEmpty()) {
            links.put(RELATION + "jwks", List.of(Map.of("href", origin + "/jwks")));
        }
        return description("application/linkset+json", Map.of("linkset", List.of(links)));
    }

    Reply authorizationServer() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", origin);
        metadata.put("token_endpoint", origin + "/token");
        metadata.put("jwks_uri", origin + "/jwks");
        metadata.put("grant_types_supported", List.of(TokenEndpoint.CLIENT_CREDENTIALS, TokenEndpoint.JWT_BEARER));
        metadata.put("response_types_supported", List.of());
        metadata.put("token_endpoint_auth_methods_supported", authenticationMethods());
        metadata.put("token_endpoint_auth_signing_alg_values_supported", ASSERTION_ALGORITHMS);
        metadata.put("dpop_signing_alg_values_supported", DPoPCheck.ALGORITHMS);
        metadata.put("tls_client_certificate_bound_access_tokens", origin.startsWith("https:"));
        return description(Reply.JSON, metadata);
    }

    private List<String> authenticationMethods() {
        List<String> methods = new ArrayList<>(List.of("client_secret_basic", "client_secret_post", "private_key_jwt"));
        if (origin.startsWith("https:")) {
            methods.addAll(List.of("tls_client_auth", "self_signed_tls_client_auth"));
        }
        return methods;
    }

    Reply jwks() {
        return description("application/jwk-set+json", Map.of("keys", keys));
    }

    private static Reply description(String type, Map<String, Object> body) {
        return Reply.json(200, type, body).header("Cache-Control", "max-age=3600");
    }

    /**
     * The dataset of this id.
     *
     * @throws Refused if there is none
     */
    Published dataset(String id) {
        Published dataset = datasets.get(id);
        if (dataset == null) {
            throw Refused.notFound("unknown-dataset", "the catalogue has no dataset " + id);
        }
        return dataset;
    }

    /** What there is to search: first what can be read, then what is only described. */
    List<CatalogueEntry> entries(List<CatalogueEntry> more) {
        List<CatalogueEntry> all = new ArrayList<>();
        for (Published dataset : datasets.values()) {
            all.add(new CatalogueEntry(
                    false,
                    dataset.id(),
                    dataset.title(),
                    "",
                    dataset.publisher(),
                    "",
                    "",
                    dataset.sharing(),
                    List.of(),
                    List.of(),
                    () -> entry(dataset)));
        }
        all.addAll(more);
        return List.copyOf(all);
    }

    Reply catalogue(String id) {
        CatalogueEntry known = described.get(id);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("@context", "https://www.w3.org/ns/dcat3.jsonld");
        entry.putAll(known == null ? entry(dataset(id)) : known.members().get());
        return Reply.json(200, "application/ld+json", entry).header("Cache-Control", "private, max-age=3600");
    }

    private Map<String, Object> entry(Published dataset) {
        String id = dataset.id();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("@id", origin + "/catalogue/" + id);
        entry.put("@type", "dcat:Dataset");
        entry.put("dct:identifier", id);
        entry.put("dct:title", dataset.title());
        entry.put("dct:publisher", Map.of("foaf:name", dataset.publisher()));
        entry.put("dcat:version", dataset.version());
        entry.put("govshare:sharing", dataset.sharing());
        entry.put("govshare:key", dataset.table().key());
        if (dataset.rate() != null) {
            entry.put("govshare:rate", dataset.rate());
        }
        entry.put("govshare:fields", fields(dataset));
        entry.put("dcat:distribution", distributions(dataset));
        return entry;
    }

    private List<Map<String, Object>> distributions(Published dataset) {
        String address = origin + "/odata/" + dataset.id();
        List<Map<String, Object>> distributions = new ArrayList<>();
        distributions.add(Map.of(
                "@type",
                "dcat:Distribution",
                "dcat:accessService",
                Map.of(
                        "@type", "dcat:DataService",
                        "dcat:endpointURL", address,
                        "dct:conformsTo", "https://docs.oasis-open.org/odata/odata/v4.01/")));
        if (dataset.lines()) {
            distributions.add(Map.of(
                    "@type",
                    "dcat:Distribution",
                    "dcat:mediaType",
                    RecordsEndpoint.LINES_TYPE,
                    "dcat:accessURL",
                    address));
        }
        return distributions;
    }

    private static List<Map<String, Object>> fields(Published dataset) {
        List<Map<String, Object>> fields = new ArrayList<>();
        for (Map.Entry<String, EdmType> field : dataset.table().fields().entrySet()) {
            String name = field.getKey();
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", name);
            entry.put("type", field.getValue().edmName());
            entry.put("title", dataset.titles().getOrDefault(name, name));
            entry.put("nullable", dataset.table().isNullable(name));
            entry.put("personal", dataset.personal().contains(name));
            fields.add(entry);
        }
        return fields;
    }
}
