package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.Body;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.signing.SignatureCheck.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of signatures, and which of several is the one that counts. */
class SignatureRequirementsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final SigningKey OURS =
            SigningKey.hmac("ours", Secret.of("a-secret-of-more-than-thirty-two-characters"));
    private static final SigningKey OTHER = SigningKey.generate().withKeyId("other");
    private static final Request REQUEST =
            Request.post("https://share.example.gov/odata/set", Body.bytes("application/json", new byte[] {'{', '}'}));
    private static final SignatureRequirements METHOD_AND_PATH =
            SignatureRequirements.covering(Components.of("@method", "@path")).build();

    /** A request with these members of Signature-Input, each signed with the key that its keyid names. */
    private static Request signed(String... members) throws MalformedFieldException {
        Map<String, String> made = new HashMap<>();
        for (String member : members) {
            String label = member.substring(0, member.indexOf('='));
            String input = member.substring(label.length() + 1);
            SignatureBase base = SignatureBase.of(REQUEST, null, FieldTypes.KNOWN);
            DeclaredSignature declared = DeclaredSignature.of(label, (StructuredFields.InnerList)
                    StructuredFields.parseDictionary(member).get(label));
            declared.covered().list().forEach(base::add);
            SigningKey key = input.contains("keyid=\"other\"") ? OTHER : OURS;
            StringBuilder value = new StringBuilder();
            StructuredFields.appendBare(value, key.sign(base.end(input, 0)));
            made.put(label, label + "=" + value);
        }
        return REQUEST.with(Headers.of(
                "Signature-Input", String.join(", ", members), "Signature", String.join(", ", made.values())));
    }

    private static SignatureCheck check(SignatureRequirements requirements, Request request) {
        Map<String, VerificationKey> keys = Map.of("ours", OURS.verificationKey(), "other", OTHER.verificationKey());
        return MessageVerifier.of(id -> Optional.ofNullable(keys.get(id)), requirements)
                .verify(request, NOW);
    }

    private static Request broken(Request request, String label) {
        String signature = request.headers().first("Signature").orElseThrow();
        int at = signature.indexOf(label + "=:") + label.length() + 2;
        char other = signature.charAt(at) == 'A' ? 'B' : 'A';
        return request.with("Signature", signature.substring(0, at) + other + signature.substring(at + 1));
    }

    private static final String A = "a=(\"@method\" \"@path\");created=1772352000;keyid=\"ours\"";
    private static final String B = "b=(\"@path\" \"@method\");created=1772352000;keyid=\"other\"";
    private static final String LITTLE = "c=(\"@method\");created=1772352000;keyid=\"ours\"";

    @Test
    void several_anyThatFulfilsAll_isTold() throws MalformedFieldException {
        Request both = signed(LITTLE, A, B);

        assertThat(check(METHOD_AND_PATH, both).parameters().label()).isEqualTo("a");
        assertThat(check(METHOD_AND_PATH, broken(both, "a")).parameters().label())
                .isEqualTo("b");
        assertThat(check(METHOD_AND_PATH.toBuilder().label("b").build(), broken(both, "a"))
                        .isVerified())
                .isTrue();
        assertThat(check(METHOD_AND_PATH.toBuilder().label("a").build(), broken(both, "a"))
                        .result())
                .isEqualTo(Result.REJECTED);
    }

    @Test
    void several_noneFulfilsAll_isRefusedWithTheReasonOfEach() throws MalformedFieldException {
        Request none = broken(broken(signed(LITTLE, A, B), "a"), "b");
        SignatureCheck check = check(METHOD_AND_PATH, none);

        assertThat(check.result()).isEqualTo(Result.REJECTED);
        assertThat(check.reason())
                .contains("c: The signature does not cover \"@path\".")
                .contains("a: The signature does not match")
                .contains("b: The signature does not match");
        assertThat(check.evidence()).isNull();
    }

    @Test
    void several_wrongOneBesideOneThatCoversLittle_isWrongAndNotMissing() throws MalformedFieldException {
        assertThat(check(METHOD_AND_PATH, signed(LITTLE)).result()).isEqualTo(Result.INSUFFICIENT);
        assertThat(check(METHOD_AND_PATH, broken(signed(LITTLE, A), "a")).result())
                .isEqualTo(Result.REJECTED);
        assertThat(check(METHOD_AND_PATH, broken(signed(A, LITTLE), "a")).result())
                .isEqualTo(Result.REJECTED);
    }

    @Test
    void several_unknownKeyBesideAWrongOne_asksForTheKey() throws MalformedFieldException {
        String unknown = "u=(\"@method\" \"@path\");created=1772352000;keyid=\"new\"";

        assertThat(check(METHOD_AND_PATH, broken(signed(A, unknown), "a")).result())
                .isEqualTo(Result.UNKNOWN_KEY);
        assertThat(check(METHOD_AND_PATH, signed(unknown, A)).isVerified()).isTrue();
    }

    @Test
    void several_tooMany_areNotAllLookedAt() throws MalformedFieldException {
        StringBuilder inputs = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            inputs.append("x").append(i).append("=();created=1;keyid=\"ours\", ");
        }
        Request request = signed(A);
        Request flooded = request.with("Signature-Input", inputs + A)
                .with(
                        "Signature",
                        inputs.toString().replaceAll("=\\(.*?,", "=:AAAA:,")
                                + request.headers().get("Signature"));

        assertThat(check(METHOD_AND_PATH, request).isVerified()).isTrue();
        assertThat(check(METHOD_AND_PATH, flooded).reason()).contains("one more than the 8 that are looked at");
        assertThat(check(METHOD_AND_PATH.toBuilder().label("a").build(), flooded)
                        .isVerified())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Signature-Input", "Signature"})
    void labelTwice_isMalformed(String field) throws MalformedFieldException {
        Request request = signed(A);
        Request twice = request.with(
                field, request.headers().get(field) + ", " + request.headers().get(field));
        Request inTwoLines = request.with(
                request.headers().and(field, request.headers().first(field).orElseThrow()));

        assertThat(check(METHOD_AND_PATH, twice).reason())
                .isEqualTo(field + " is malformed: it has the label a twice.");
        assertThat(check(METHOD_AND_PATH, inTwoLines).result()).isEqualTo(Result.REJECTED);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "keyid=\"ours\";tag=\"t\";created=1772352000",
                "x=1.5;created=1772352000;keyid=\"ours\";y;z=:AQI=:;d=@7;s=%\"f%c3%bc\";t=tok;n=?0",
                "expires=1772352001;alg=\"hmac-sha256\";nonce=\"n\";created=1772352000;keyid=\"ours\""
            })
    void parameters_inAnyOrderAndUnknownOnes_arePartOfTheBase(String parameters) throws MalformedFieldException {
        Request request = signed("a=(\"@method\" \"@path\");" + parameters);

        assertThat(check(METHOD_AND_PATH, request).reason()).isEmpty();
        String other = request.headers().first("Signature-Input").orElseThrow().replaceFirst("ours\"", "ours\";more");
        assertThat(check(METHOD_AND_PATH, request.with("Signature-Input", other))
                        .result())
                .isEqualTo(Result.REJECTED);
    }

    @ParameterizedTest
    @CsvSource({"created=@1", "created=1.0", "expires=\"1\"", "keyid=ours", "alg=1", "nonce=:AA==:", "tag=t"})
    void parameter_ofTheWrongType_isRejected(String parameter) throws MalformedFieldException {
        Request request = signed(A);
        Request wrong = request.with("Signature-Input", request.headers().get("Signature-Input") + ";" + parameter);

        assertThat(check(METHOD_AND_PATH, wrong).reason()).endsWith("of the wrong type.");
    }

    @Test
    void emptyList_coversNothingThatIsAskedFor() throws MalformedFieldException {
        Request empty = signed("a=();created=1772352000;keyid=\"ours\"");

        assertThat(check(METHOD_AND_PATH, empty).result()).isEqualTo(Result.INSUFFICIENT);
        assertThat(check(SignatureRequirements.covering(Components.NONE).build(), empty)
                        .isVerified())
                .isTrue();
    }

    @Test
    void algorithms_keyOfAnother_isRefusedWhateverTheSignatureSays() throws MalformedFieldException {
        SignatureRequirements edwards = METHOD_AND_PATH.toBuilder()
                .algorithms(EnumSet.of(SignatureAlgorithm.ED25519))
                .build();

        assertThat(check(edwards, signed(A)).reason())
                .isEqualTo("Key \"ours\" is for hmac-sha256, which is not accepted here.");
        assertThat(check(edwards, signed(A + ";alg=\"ed25519\"")).result()).isEqualTo(Result.REJECTED);
        assertThat(check(edwards, signed(A, B)).parameters().label()).isEqualTo("b");
        assertThat(check(edwards, signed(B + ";alg=\"ed25519\"")).isVerified()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-301, more than 300 s before", "-300, ''", "0, ''", "30, ''", "31, is after the verifier's time"})
    void maximumAge_andTolerance_boundTheTimeOfCreation(long age, String reason) throws MalformedFieldException {
        SignatureRequirements fresh =
                METHOD_AND_PATH.toBuilder().maximumAge(Duration.ofMinutes(5)).build();
        SignatureCheck check = check(fresh, signed(A.replace("1772352000", String.valueOf(1772352000 + age))));

        assertThat(check.result()).isEqualTo(reason.isEmpty() ? Result.VERIFIED : Result.CLOCK);
        assertThat(check.reason()).contains(reason);
    }

    @Test
    void nonces_sameSignatureAgain_isReplayed() throws MalformedFieldException {
        SignatureRequirements once = METHOD_AND_PATH.toBuilder()
                .nonces(NonceMemory.of(Duration.ofMinutes(5), 100))
                .build();
        Request first = signed(A + ";nonce=\"n-1\"");

        assertThat(check(once, broken(first, "a")).result()).isEqualTo(Result.REJECTED);
        assertThat(check(once, first).isVerified()).isTrue();
        assertThat(check(once, first).result()).isEqualTo(Result.REPLAYED);
        assertThat(check(once, first).reason()).isEqualTo("The signature has a nonce that was seen before.");
        assertThat(check(once, signed(B + ";nonce=\"n-1\"")).isVerified()).isTrue();
        assertThat(check(once, signed(A)).isVerified()).isTrue();
    }

    @Test
    void tag_ofAnother_isAbsent() throws MalformedFieldException {
        SignatureRequirements tagged =
                METHOD_AND_PATH.toBuilder().tag("t").label("a").build();

        assertThat(check(tagged, signed(A + ";tag=\"other\"")).reason())
                .isEqualTo("None of the signatures [a] has the label a and the tag t.");
        assertThat(check(tagged, signed(A)).result()).isEqualTo(Result.ABSENT);
        assertThat(check(tagged, signed(A + ";tag=\"t\"")).isVerified()).isTrue();
    }
}
