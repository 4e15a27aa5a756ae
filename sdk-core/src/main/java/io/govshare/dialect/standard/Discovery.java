package io.govshare.dialect.standard;

import io.govshare.auth.AuthorizationServer;
import io.govshare.error.ConfigurationException;
import io.govshare.http.Answer;
import io.govshare.http.Kept;
import io.govshare.http.Request;
import io.govshare.platform.PlatformLink;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where the parts of a platform are: what configuration says, else what its API catalogue (RFC 9727) and the metadata of its
 * authorization server (RFC 8414) say. Both are read on first need, kept for {@value #HOURS} hours and used on while the
 * platform is down. Safe for concurrent use.
 */
final class Discovery {

    static final int HOURS = 4;

    private static final Kept.Ages KEPT = Kept.Ages.of(Duration.ofHours(HOURS));

    private final PlatformLink link;
    private final String name;
    private final String base;
    private final Map<Endpoint, String> overrides;
    private final Kept<Links> links;
    private final Kept<AuthorizationServer> server;
    private final Set<String> unsigned = ConcurrentHashMap.newKeySet();

    /** What the linkset says; {@code problem} says why it says nothing. */
    private record Links(
            Map<Endpoint, String> targets, @Nullable String problem) {

        /** Nothing is not believed for long: the platform may just be coming up. */
        Kept.Ages ages() {
            return problem == null ? KEPT : Kept.Ages.notBeyond(Duration.ofMinutes(1));
        }
    }

    /** @param base address of the platform without a slash at its end */
    Discovery(PlatformLink link, String name, String base, Map<Endpoint, String> overrides) {
        this.link = link;
        this.name = name;
        this.base = base;
        this.overrides = overrides;
        this.links = Documents.kept("the API catalogue", this::readLinks, Links::ages, link);
        this.server = Documents.kept("the authorization server's metadata", this::readServer, read -> KEPT, link);
    }

    /** The address of this endpoint, absolute; null when the platform has none. */
    @Nullable
    String find(Endpoint endpoint) throws IOException {
        @Nullable String override = overrides.get(endpoint);
        return override != null ? override : links.get().targets().get(endpoint);
    }

    /** Why {@link #find} finds nothing at all; null when the platform names some endpoints, if not all. */
    @Nullable
    String problem() throws IOException {
        return links.get().problem();
    }

    /** Whether configuration names this endpoint, or the platform did when it was asked last; asks nobody. */
    boolean isNamed(Endpoint endpoint) {
        @Nullable Links known = links.held();
        return overrides.containsKey(endpoint)
                || (known != null && known.targets().containsKey(endpoint));
    }

    /**
     * The authorization server.
     *
     * @throws ConfigurationException if the platform names none, or another than configured
     */
    AuthorizationServer server() throws IOException {
        return server.get();
    }

    /** Reads public metadata, whose answers need no signature since they are what signatures are checked with. */
    Answer readPublic(String what, Request request) throws IOException {
        unsigned.add(request.url());
        return link.metadataSender().send(what, request);
    }

    /**
     * Lets pass what is a public document.
     *
     * @throws io.govshare.error.GovShareException if it is none, naming it
     */
    void requireDocument(Answer answer, String document) {
        JsonAnswer.requireDocument(answer, name, document, link.now());
    }

    /** Whether answers from this URL need no signature. */
    boolean isUnsigned(String url) {
        return unsigned.contains(url);
    }

    private Links readLinks() throws IOException {
        String url = base + "/.well-known/api-catalog";
        Answer answer = readPublic(
                "discovery", Request.get(url).with("Accept", "application/linkset+json, application/json;q=0.5"));
        if (answer.status() == 404 || answer.status() == 410) {
            return new Links(Map.of(), url + " answered " + answer.status());
        }
        String what = "The API catalogue " + url;
        requireDocument(answer, what);
        JsonNode contexts = JsonAnswer.object(answer, what).path("linkset");
        if (!contexts.isArray()) {
            throw JsonAnswer.rejected(what, "has no member linkset that is an array (RFC 9264 §4.2)");
        }
        Map<Endpoint, String> targets = new EnumMap<>(Endpoint.class);
        for (JsonNode context : contexts.values()) {
            if (!context.isObject()) {
                throw JsonAnswer.rejected(what, "has a member linkset with what is no object in it (RFC 9264 §4.2)");
            }
            for (Endpoint endpoint : Endpoint.values()) {
                @Nullable String relation = endpoint.relation();
                if (relation != null && context.has(relation)) {
                    targets.putIfAbsent(endpoint, target(answer, what, relation, context.path(relation)));
                }
            }
        }
        return new Links(targets, targets.isEmpty() ? url + " names no endpoint of a standard platform" : null);
    }

    private static String target(Answer answer, String what, String relation, JsonNode links) {
        if (!links.isArray() || links.isEmpty()) {
            throw JsonAnswer.rejected(
                    what, "has a member " + relation + " that is no array of links (RFC 9264 §4.2.2)");
        }
        @Nullable URI target = JsonAnswer.url(answer, links.path(0).path("href"));
        if (target == null) {
            throw JsonAnswer.rejected(what, "has a link " + relation + " whose href is no http or https URL");
        }
        return target.toString();
    }

    private AuthorizationServer readServer() throws IOException {
        @Nullable String endpoint = overrides.get(Endpoint.TOKEN_ENDPOINT);
        @Nullable String issuer = endpoint == null ? find(Endpoint.ISSUER) : overrides.get(Endpoint.ISSUER);
        if (endpoint != null) {
            return server(issuer == null ? endpoint : issuer, endpoint);
        }
        if (issuer == null) {
            @Nullable String problem = links.get().problem();
            throw new ConfigurationException(
                    "Credentials are given, but the platform names no issuer to get a token from"
                            + (problem == null ? "" : ": " + problem),
                    "Check the address in StandardPlatform.at(…), name issuer(…) or tokenEndpoint(…) there, or leave out"
                            + " credentials(…) if this platform has no tokens.");
        }
        String url = metadataUrl(issuer);
        Answer answer = readPublic("metadata", Request.get(url).with("Accept", "application/json"));
        if (answer.status() == 404) {
            throw new ConfigurationException(
                    "The issuer " + issuer + " publishes no metadata: " + url + " answered 404",
                    "Correct issuer(…) of the platform, or name its tokenEndpoint(…).");
        }
        String what = "The authorization server's metadata " + url;
        requireDocument(answer, what);
        AuthorizationServer server = ServerMetadata.of(answer, what).server(issuer);
        unsigned.add(Request.get(server.tokenEndpoint()).url());
        @Nullable String alias = server.bindings().mtlsTokenEndpoint();
        if (alias != null) {
            unsigned.add(Request.get(alias).url());
        }
        return server;
    }

    private AuthorizationServer server(String issuer, String tokenEndpoint) {
        unsigned.add(Request.get(tokenEndpoint).url());
        return new AuthorizationServer(issuer, tokenEndpoint);
    }

    /** The well-known part goes between host and path (RFC 8414 §3.1). */
    static String metadataUrl(String issuer) {
        String wellKnown = "/.well-known/oauth-authorization-server";
        int path = issuer.indexOf('/', issuer.indexOf("://") + 3);
        return path < 0 ? issuer + wellKnown : issuer.substring(0, path) + wellKnown + stripped(issuer.substring(path));
    }

    static String stripped(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
