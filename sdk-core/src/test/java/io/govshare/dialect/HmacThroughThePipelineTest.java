package io.govshare.dialect;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.catalog.SharingAttribute;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.gateway.SignatureLayout.Timestamp;
import io.govshare.dialect.hmac.HmacGateway;
import io.govshare.error.CredentialException;
import io.govshare.error.SharingDeniedException;
import io.govshare.signing.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The X-BG-HMAC style against a server that checks date and signature. */
class HmacThroughThePipelineTest {

    private static final Duration AHEAD = Duration.ofSeconds(20);

    record Person(String name) {}

    @TempDir
    Path spool;

    private static MockResponse.Builder refused(int status, String message) {
        return SmallServer.json("{\"message\":\"" + message + "\"}").code(status);
    }

    /** A server whose clock is ahead by so much that it refuses what is not corrected. */
    private static MockResponse.Builder answer(SmallServer.Asked asked) {
        Instant now = Instant.now().plus(AHEAD);
        String date = asked.header("X-BG-DATE-TIME");
        boolean fits = date.equals(Timestamp.HTTP_DATE.of(now))
                || List.of(-3, -2, -1, 1, 2, 3).stream()
                        .anyMatch(off -> date.equals(Timestamp.HTTP_DATE.of(now.plusSeconds(off))));
        if (!fits) {
            return refused(401, "Clock skew exceeded").addHeader("Date", Timestamp.HTTP_DATE.of(now));
        }
        String signed = "GET\n/persons\nname=%E4%B8%AD%20a\nAK0001\n" + date + "\n";
        if (!asked.header("X-BG-HMAC-SIGNATURE").equals(hmac(signed))) {
            return refused(401, "Invalid signature").addHeader("Date", Timestamp.HTTP_DATE.of(now));
        }
        return SmallServer.json("{\"data\":[{\"name\":\"" + asked.parameter("name") + "\"}]}")
                .addHeader("Date", Timestamp.HTTP_DATE.of(now));
    }

    private static String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("SK0001".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private GovShare client(SmallServer server) {
        return GovShare.builder()
                .application("gateway-test", "1")
                .platform(HmacGateway.at(server.url())
                        .service(Service.at("persons", "/persons")
                                .sharing(SharingAttribute.UNCONDITIONAL)
                                .optional("name", ValueType.TEXT)))
                .credentials(Credentials.sharedSecret("AK0001", Secret.of("SK0001")))
                .usage(usage -> usage.folder(spool))
                .build();
    }

    private static List<Person> ask(GovShare govshare) {
        return govshare.dataset("persons", Person.class)
                .query(where("name").is("中 a"))
                .items();
    }

    @Test
    void clockThatIsRefused_isCorrectedOnceAndTheCallSignedAnew() throws Exception {
        try (SmallServer server = new SmallServer(HmacThroughThePipelineTest::answer);
                GovShare govshare = client(server)) {
            assertThat(ask(govshare)).containsExactly(new Person("中 a"));
            assertThat(server.requests).hasSize(2);
            assertThat(ask(govshare)).hasSize(1);
            assertThat(server.requests).as("the correction stays").hasSize(3);
        }
    }

    @Test
    void messages_becomeTheirExceptions() throws Exception {
        try (SmallServer server = new SmallServer(asked -> refused(403, "The route_id is forbidden."));
                GovShare govshare = client(server)) {
            assertThatThrownBy(() -> ask(govshare)).isInstanceOf(SharingDeniedException.class);
        }
        try (SmallServer server = new SmallServer(asked -> refused(401, "Invalid signature"));
                GovShare govshare = client(server)) {
            assertThatThrownBy(() -> ask(govshare))
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("signature")
                    .hasMessageNotContaining("SK0001");
        }
    }
}
