package io.govshare.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GovShareExceptionTest {

    private static final ErrorDetails DETAILS = new ErrorDetails(
            "share.example.gov",
            "cn.stats.counties",
            403,
            "not-granted",
            "张三 may not",
            "R-20260101-1",
            2,
            Duration.ofSeconds(7),
            new Diagnosis("No grant", "grant G-1", "Apply for one."));

    static Stream<GovShareException> all() {
        return Stream.of(
                new ConfigurationException("cause", "remedy"),
                new CredentialException("cause", "remedy"),
                new InvalidRequestException("cause", "remedy"),
                new NotFoundException("cause", "remedy"),
                new PlatformUnavailableException("cause", "remedy"),
                new QuotaExceededException("cause", "remedy"),
                new ResponseRejectedException("cause", "remedy"),
                new SharingDeniedException("cause", "remedy"));
    }

    @Test
    void message_isCauseThenFactsThenRemedy() {
        assertThat(new SharingDeniedException(DETAILS, null))
                .hasMessage("cn.stats.counties: No grant [status 403, code not-granted, message 张三 may not, request id"
                        + " R-20260101-1, attempts 2, retry after PT7S, platform share.example.gov, seen grant G-1]."
                        + " Remedy: Apply for one.");
        assertThat(new InvalidRequestException("where(…) got null.", "Give a value."))
                .hasMessage("where(…) got null. Remedy: Give a value.");
    }

    @ParameterizedTest
    @MethodSource("all")
    void with_moreDetails_isOfTheSameTypeAndMasksTheCallsValues(GovShareException exception) {
        GovShareException more = exception.with(exception.details().over(DETAILS), Set.of("张三"));

        assertThat(more).isExactlyInstanceOf(exception.getClass());
        assertThat(more.getMessage())
                .startsWith("cn.stats.counties: cause [status 403, code not-granted, message *** may not")
                .endsWith("Remedy: remedy");
        assertThat(more.platformMessage()).as("verbatim").hasValue("张三 may not");
        assertThat(more.attempts()).isEqualTo(2);
    }

    @Test
    void over_whatIsKnown_stays() {
        ErrorDetails nearer = new ErrorDetails("p", "d", 500, "c", "m", "r", 9, Duration.ZERO, Diagnosis.of("x", ""));

        assertThat(nearer.over(DETAILS)).isEqualTo(nearer);
    }

    @Test
    void details_asText_doNotShowThePlatformsMessage() {
        assertThat(DETAILS.toString()).contains("cn.stats.counties", "403").doesNotContain("张三");
    }

    @ParameterizedTest
    @MethodSource("all")
    void serialized_keepsItsDetails(GovShareException exception) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(exception.with(DETAILS, Set.of()));
        GovShareException read =
                (GovShareException) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertThat(read.details()).isEqualTo(DETAILS);
    }
}
