package io.govshare;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.SharingAttribute;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.http.Sleeper;
import io.govshare.http.TurnableClock;
import io.govshare.usage.UsageOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A platform of one dataset that signs its answers by plain {@code java.security}, as RFC 9421 says and not as our code does;
 * a test changes how an answer is made before it is signed, or what becomes of it on its way.
 */
final class SigningPlatform implements AutoCloseable {

    static final String ID = "numbers";
    static final String PATH = "/odata/" + ID;

    /** A key and its name. */
    record Signer(String keyId, KeyPair pair) {

        static Signer of(String keyId) {
            try {
                return new Signer(keyId, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        String jwks() {
            byte[] encoded = pair.getPublic().getEncoded();
            String x = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
            return "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"" + keyId + "\",\"x\":\"" + x + "\"}]}";
        }

        String sign(String base) throws GeneralSecurityException {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(base.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(signature.sign());
        }
    }

    /** An answer in the making; what stands here when it is signed is what is signed. */
    static final class Reply {

        int status = 200;
        byte[] body = "{\"value\":[{\"number\":7}]}".getBytes(StandardCharsets.UTF_8);
        final Map<String, String> headers = new LinkedHashMap<>();
        String covered = "\"@status\" \"content-digest\" \"@method\";req \"@target-uri\";req";
        Signer signer;
        long created;
        String alg = "ed25519";
        String tag = "govshare";
        String more = "";

        Reply body(String text) {
            body = text.getBytes(StandardCharsets.UTF_8);
            return this;
        }
    }

    final TurnableClock clock = new TurnableClock();
    final Signer own = Signer.of("platform-1");
    final Signer publisherA = Signer.of("a-1");
    final Signer publisherB = Signer.of("b-1");

    /** Key sets by path. */
    final Map<String, String> keys = new LinkedHashMap<>();

    /** Paths asked for, in their order. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

    /** What the platform does otherwise than usual. */
    volatile Consumer<Reply> making = reply -> {};

    /** Its description of the dataset; null when there is no catalogue. */
    volatile @Nullable String catalogue;

    /** What somebody on the way does with its answers for records. */
    volatile UnaryOperator<MockResponse> onTheWay = response -> response;

    private final MockWebServer server = new MockWebServer();

    SigningPlatform() throws IOException {
        keys.put("/jwks", own.jwks());
        keys.put("/a/jwks", publisherA.jwks());
        keys.put("/b/jwks", publisherB.jwks());
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                asked.add(request.getUrl().encodedPath());
                try {
                    return answer(request);
                } catch (GeneralSecurityException e) {
                    throw new AssertionError(e);
                }
            }
        });
        server.start();
    }

    String url(String path) {
        return server.url(path).toString();
    }

    StandardPlatform platform() {
        return StandardPlatform.at(url("/"));
    }

    /** How often this path was asked for. */
    long asked(String path) {
        return asked.stream().filter(path::equals).count();
    }

    /** The dataset, which everyone may have. */
    DatasetDescription dataset() {
        return DatasetDescription.builder(ID)
                .access(server.url(PATH).uri())
                .sharing(SharingAttribute.UNCONDITIONAL)
                .key(List.of("number"))
                .build();
    }

    GovShare client(StandardPlatform platform, DatasetDescription bound) {
        return client(platform).bind(bound).build();
    }

    /** A client that knows the dataset by the catalogue alone. */
    GovShare.Builder client(StandardPlatform platform) {
        return GovShare.builder()
                .application("verifying", "1")
                .platform(platform)
                .context(CallContext.purpose("residence-permit").build())
                .clock(clock, Sleeper.SYSTEM)
                .usage(UsageOptions.notRecorded());
    }

    private MockResponse answer(RecordedRequest request) throws GeneralSecurityException {
        String path = request.getUrl().encodedPath();
        if (path.equals("/.well-known/api-catalog")) {
            String described = catalogue == null
                    ? ""
                    : ",\"https://govshare.io/rel/catalogue\":[{\"href\":\"" + url("/catalogue") + "\"}]";
            return document("{\"linkset\":[{\"https://govshare.io/rel/jwks\":[{\"href\":\"" + url("/jwks") + "\"}]"
                    + described + "}]}");
        }
        if (keys.containsKey(path)) {
            return document(keys.get(path));
        }
        if (path.equals("/catalogue/" + ID) && catalogue != null) {
            return signed(reply().body(catalogue), request);
        }
        requests.add(request);
        Reply reply = reply();
        reply.headers.put(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.ofInstant(clock.now(), ZoneOffset.UTC)));
        reply.headers.put("X-Request-Id", "R-" + requests.size());
        if (request.getHeaders().get("Content-Digest") != null) {
            reply.covered += " \"content-digest\";req";
        }
        making.accept(reply);
        return onTheWay.apply(signed(reply, request));
    }

    private Reply reply() {
        Reply reply = new Reply();
        reply.signer = own;
        reply.created = clock.now().getEpochSecond();
        reply.headers.put("Content-Type", "application/json");
        return reply;
    }

    private static MockResponse document(String json) {
        return new MockResponse.Builder()
                .setHeader("Content-Type", "application/json")
                .body(json)
                .build();
    }

    static String digest(byte[] bytes, String algorithm) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static MockResponse signed(Reply reply, RecordedRequest request) throws GeneralSecurityException {
        reply.headers.putIfAbsent("Content-Digest", "sha-256=:" + digest(reply.body, "SHA-256") + ":");
        String parameters = "(" + reply.covered + ");created=" + reply.created + ";keyid=\"" + reply.signer.keyId()
                + "\";alg=\"" + reply.alg + "\";tag=\"" + reply.tag + "\"" + reply.more;
        List<String> lines = new ArrayList<>();
        for (String component : reply.covered.split(" ", -1)) {
            lines.add(component + ": " + value(component, reply, request));
        }
        lines.add("\"@signature-params\": " + parameters);
        MockResponse.Builder response = new MockResponse.Builder().code(reply.status);
        reply.headers.forEach(response::setHeader);
        response.setHeader("Signature-Input", "sig1=" + parameters);
        response.setHeader("Signature", "sig1=:" + reply.signer.sign(String.join("\n", lines)) + ":");
        return reply.status == 304
                ? response.build()
                : response.body(new Buffer().write(reply.body)).build();
    }

    private static String value(String component, Reply reply, RecordedRequest request) {
        return switch (component) {
            case "\"@status\"" -> Integer.toString(reply.status);
            case "\"@method\";req" -> request.getMethod();
            case "\"@target-uri\";req" -> request.getUrl().toString();
            default ->
                component.endsWith(";req")
                        ? request.getHeaders().get(component.substring(1, component.length() - 5))
                        : reply.headers.entrySet().stream()
                                .filter(header -> component.equalsIgnoreCase("\"" + header.getKey() + "\""))
                                .map(Map.Entry::getValue)
                                .findFirst()
                                .orElse("");
        };
    }

    @Override
    public void close() {
        server.close();
    }
}
