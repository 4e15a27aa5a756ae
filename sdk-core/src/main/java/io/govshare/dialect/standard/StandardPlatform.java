package io.govshare.dialect.standard;

import io.govshare.auth.Credentials;
import io.govshare.auth.DpopKey;
import io.govshare.dataset.Envelope;
import io.govshare.error.ConfigurationException;
import io.govshare.error.Masked;
import io.govshare.http.Origin;
import io.govshare.platform.Capabilities;
import io.govshare.platform.ClientCredentials;
import io.govshare.platform.Dialect;
import io.govshare.platform.Platform;
import io.govshare.platform.PlatformLink;
import io.govshare.platform.SignaturePolicy;
import io.govshare.signing.DigestField;
import io.govshare.signing.KeySource;
import io.govshare.signing.Secret;
import io.govshare.signing.VerificationKey;
import java.net.URI;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sharing platform that speaks published standards: OAuth 2.0 (RFC 6749), HTTP Message Signatures (RFC 9421), DCAT 3, ODRL
 * 2.2, OData 4.01, Problem Details (RFC 9457), CloudEvents 1.0. Immutable: each method returns a changed copy.
 *
 * <p>The address is enough where the platform publishes an API catalogue (RFC 9727); what it does not name, or names
 * wrongly, is given with the methods that are called like it. An address so given is trusted with token and signature.
 */
public final class StandardPlatform implements Platform {

    /** The standard's own words for a page of records (OData JSON Format §12). */
    private static final Envelope PAGE = Envelope.recordsAt("/value")
            .nextAt("/@odata.nextLink")
            .totalAt("/@odata.count")
            .singleAt("");

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");
    private static final Pattern KEY_ID = Pattern.compile("[ -~]+");

    private static final List<DigestField> USUAL_DIGESTS = List.of(DigestField.CONTENT_DIGEST);

    private final URI base;
    private final String name;
    private final Map<Endpoint, URI> endpoints;
    private final boolean plainHttp;
    private final int pageSize;
    private final AnswerTrust answers;
    private final List<DigestField> digests;

    private StandardPlatform(
            URI base,
            String name,
            Map<Endpoint, URI> endpoints,
            boolean plainHttp,
            int pageSize,
            AnswerTrust answers,
            List<DigestField> digests) {
        this.base = base;
        this.name = name;
        this.endpoints = endpoints;
        this.plainHttp = plainHttp;
        this.pageSize = pageSize;
        this.answers = answers;
        this.digests = digests;
    }

    /**
     * The platform at this address.
     *
     * @throws ConfigurationException if it is no absolute http or https URL
     */
    public static StandardPlatform at(String base) {
        if (base == null) {
            throw noUrl("at", "null");
        }
        try {
            return at(URI.create(base));
        } catch (IllegalArgumentException e) {
            throw noUrl("at", base);
        }
    }

    /**
     * The platform at this address.
     *
     * @throws ConfigurationException if it is no absolute http or https URL
     */
    public static StandardPlatform at(URI base) {
        URI checked = checked("at", base);
        if (checked.getRawQuery() != null) {
            throw noUrl("at", base.toString());
        }
        return new StandardPlatform(checked, usualName(checked), Map.of(), false, 0, AnswerTrust.USUAL, USUAL_DIGESTS);
    }

    private static URI checked(String method, URI uri) {
        try {
            Origin.of(uri);
        } catch (IllegalArgumentException e) {
            throw noUrl(method, uri.toString());
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw noUrl(method, uri.toString());
        }
        return uri;
    }

    private static ConfigurationException noUrl(String method, String text) {
        return new ConfigurationException(
                "StandardPlatform." + method + ": '" + Masked.url(text) + "' is no address of a platform",
                "Give an absolute https URL without user, query and fragment, such as https://share.example.gov.");
    }

    /** Host, and the port where it is not the scheme's own. */
    private static String usualName(URI base) {
        Origin origin = Origin.of(base);
        String host = origin.host().replaceAll("[^a-z0-9.-]", "-").replaceAll("^[.-]+", "");
        boolean own = origin.port() == (origin.scheme().equals("https") ? 443 : 80);
        return (host.isEmpty() ? "platform" : host) + (own ? "" : "-" + origin.port());
    }

    /**
     * Names the platform in logs, usage events and the folder of the usage spool; its host by default.
     *
     * @throws ConfigurationException if it does not match {@code [a-z0-9][a-z0-9.-]*}
     */
    public StandardPlatform name(String newName) {
        if (!NAME.matcher(newName).matches()) {
            throw new ConfigurationException(
                    "StandardPlatform.name: '" + newName + "' is no name",
                    "Use lower-case letters, digits, dots and hyphens, beginning with a letter or digit.");
        }
        return new StandardPlatform(base, newName, endpoints, plainHttp, pageSize, answers, digests);
    }

    /** The issuer of tokens (RFC 8414 §2), letter for letter as the authorization server calls itself. */
    public StandardPlatform issuer(URI issuer) {
        return with(Endpoint.ISSUER, issuer);
    }

    /** Where tokens are had (RFC 6749 §3.2); no metadata is read then. */
    public StandardPlatform tokenEndpoint(URI tokenEndpoint) {
        return with(Endpoint.TOKEN_ENDPOINT, tokenEndpoint);
    }

    /** Where the descriptions of datasets are: {@code {catalogue}/{id}}. */
    public StandardPlatform catalogue(URI catalogue) {
        return with(Endpoint.CATALOGUE, catalogue);
    }

    /** Where the grants of this application are. */
    public StandardPlatform grants(URI grants) {
        return with(Endpoint.GRANTS, grants);
    }

    /** Where usage events are taken. */
    public StandardPlatform usage(URI usage) {
        return with(Endpoint.USAGE, usage);
    }

    /** Where the keys are that the platform signs its answers with (RFC 7517); answers must be signed then. */
    public StandardPlatform jwks(URI jwks) {
        return with(Endpoint.JWKS, jwks);
    }

    private StandardPlatform with(Endpoint endpoint, URI uri) {
        Map<Endpoint, URI> more = new EnumMap<>(Endpoint.class);
        more.putAll(endpoints);
        more.put(endpoint, checked(endpoint.method(), uri));
        return new StandardPlatform(base, name, more, plainHttp, pageSize, answers, digests);
    }

    /** Whether answers must be signed, and how; {@link SignaturePolicy#AUTO} by default. */
    public StandardPlatform answers(SignaturePolicy policy) {
        return with(answers.with(Objects.requireNonNull(policy, "policy")));
    }

    /**
     * A secret that the platform signs answers with, by HMAC-SHA256, in addition to the keys that it publishes; answers must
     * be signed then. Several may be given under different ids, such as an old and a new one.
     *
     * @param keyId name under which the platform knows the secret, printable ASCII; its signatures name it
     * @throws ConfigurationException if the id is empty or not printable ASCII
     */
    public StandardPlatform answerSecret(String keyId, Secret secret) {
        if (!KEY_ID.matcher(keyId).matches()) {
            throw new ConfigurationException(
                    "StandardPlatform.answerSecret: the key id is empty or has characters outside printable ASCII",
                    "Give the id that the platform names as keyid in its signatures.");
        }
        return with(answers.with(VerificationKey.hmac(keyId, secret)));
    }

    /**
     * Where a publisher has the keys that it signs its records with (RFC 7517), in the place of what the catalogue says. Records
     * of its datasets must be signed with one of them then, and the platform's own keys do not do.
     *
     * @param publisher its code as the catalogue gives it ({@code dct:identifier}), or its name
     * @throws ConfigurationException if the publisher is blank, or the address no absolute http or https URL
     */
    public StandardPlatform publisherKeys(String publisher, URI jwks) {
        if (publisher.isBlank()) {
            throw new ConfigurationException(
                    "StandardPlatform.publisherKeys: the publisher is blank",
                    "Give the code or name that DatasetDescription.publisherId() or publisher() has.");
        }
        return with(answers.with(publisher, checked("publisherKeys", jwks)));
    }

    private StandardPlatform with(AnswerTrust trust) {
        return new StandardPlatform(base, name, endpoints, plainHttp, pageSize, trust, digests);
    }

    /**
     * The digests of their content that requests carry and their signatures cover, in the place of {@code Content-Digest} by
     * SHA-256. With {@link DigestField#DIGEST} among them, the {@code Digest} of answers is checked as well; {@code
     * Content-Digest} and {@code Repr-Digest} always are.
     *
     * @param fields each field once
     * @throws ConfigurationException if there is none, or one is there twice
     */
    public StandardPlatform digest(DigestField... fields) {
        List<DigestField> given = List.of(fields);
        if (given.isEmpty() || given.stream().map(DigestField::name).distinct().count() < given.size()) {
            throw new ConfigurationException(
                    "StandardPlatform.digest: " + given + " has no field, or one twice",
                    "Name each field once, such as DigestField.CONTENT_DIGEST, DigestField.DIGEST.");
        }
        return new StandardPlatform(base, name, endpoints, plainHttp, pageSize, answers, given);
    }

    /** Allows http to another machine, though everyone on the way can read token and data. */
    public StandardPlatform allowPlainHttp() {
        return new StandardPlatform(base, name, endpoints, true, pageSize, answers, digests);
    }

    /**
     * How many records the platform is asked to put on a page ({@code Prefer: odata.maxpagesize}); its own choice by default.
     *
     * @param records from 1
     * @throws ConfigurationException if it is less than 1
     */
    public StandardPlatform pageSize(int records) {
        if (records < 1) {
            throw new ConfigurationException(
                    "StandardPlatform.pageSize: " + records + " records are no page", "Give a number from 1.");
        }
        return new StandardPlatform(base, name, endpoints, plainHttp, records, answers, digests);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Origin> origins() {
        Set<Origin> origins = new LinkedHashSet<>();
        origins.add(Origin.of(base));
        endpoints.values().forEach(uri -> origins.add(Origin.of(uri)));
        answers.publishers().values().forEach(uri -> origins.add(Origin.of(uri)));
        return origins;
    }

    @Override
    public boolean isPlainHttpAllowed() {
        return plainHttp;
    }

    @Override
    public Dialect connect(PlatformLink link) {
        @Nullable Credentials credentials = credentials(link);
        Map<Endpoint, String> overrides = new EnumMap<>(Endpoint.class);
        endpoints.forEach((endpoint, uri) -> overrides.put(endpoint, uri.toString()));
        Discovery discovery = new Discovery(link, name, Discovery.stripped(base.toString()), overrides);
        @Nullable
        DpopKey dpop =
                Optional.ofNullable(credentials).flatMap(Credentials::dpopKey).orElse(null);
        @Nullable
        KeySource key = link.signingKey()
                .or(() -> Optional.ofNullable(credentials).flatMap(Credentials::key))
                .orElse(null);
        StandardVerifier verifier = new StandardVerifier(link, discovery, answers);
        RequestDigests requestDigests = new RequestDigests(digests, verifier::requiresSignature);
        Dialect.Builder dialect = Dialect.of(new StandardAddressing(pageSize), new StandardClassifier(link::now), PAGE)
                .capabilities(Capabilities.all())
                .carrier(new ContextHeader())
                .signer(new StandardSigner(key, dpop, requestDigests))
                .verifier(verifier)
                .olderDigest(digests.stream().anyMatch(DigestField::isOlder))
                .catalogue(new StandardCatalogue(link, name, discovery))
                .usage(new StandardUsage(link, name, discovery));
        Optional.ofNullable(credentials)
                .flatMap(given -> given.exchange(link, discovery::server))
                .ifPresent(dialect::exchange);
        return dialect.build();
    }

    private static @Nullable Credentials credentials(PlatformLink link) {
        @Nullable ClientCredentials given = link.credentials().orElse(null);
        if (given == null) {
            return null;
        }
        if (given instanceof Credentials known) {
            return known;
        }
        throw new ConfigurationException(
                "StandardPlatform does not know credentials of "
                        + given.getClass().getName(),
                "Give credentials(…) a Credentials.privateKeyJwt(…) or Credentials.clientSecretBasic(…).");
    }

    @Override
    public String toString() {
        return "StandardPlatform[" + name + " at " + base + "]";
    }
}
