package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.govshare.GovShare;
import io.govshare.error.SharingDeniedException;
import io.govshare.http.TurnableClock;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxBuilder;
import io.govshare.testing.SandboxDataset;
import io.govshare.testing.SandboxGrant;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A platform with one dataset, and clients of it, all of whose clocks stand until a test turns them. */
final class GrantedPlatform {

    record Numbered(String code, String name, String city) {}

    static final String ID = "gov.numbers";

    final TurnableClock time = new TurnableClock();

    /** The platform, whose answers may be kept for a day. */
    SandboxBuilder platform(SandboxGrant... grants) {
        List<Numbered> records = IntStream.range(0, 20)
                .mapToObj(i -> new Numbered(Integer.toString(i), "number " + i, "Fuzhou"))
                .toList();
        SandboxBuilder builder = Sandbox.builder()
                .clock(new PlatformTime())
                .client(TestClient.ID, TestClient.KEY.publicJwk())
                .dataset(SandboxDataset.ofRecords(ID, records, "code")
                        .publisher("Bureau of Numbers")
                        .cacheControl("private, max-age=86400"));
        for (SandboxGrant grant : grants) {
            builder.grant(grant);
        }
        return builder;
    }

    GovShare.Builder client(Sandbox sandbox, Path spool) {
        return TestClient.of(sandbox, spool).clock(time, (call, duration) -> {});
    }

    static SandboxGrant grant() {
        return SandboxGrant.of(TestClient.ID, ID, TestClient.PURPOSE);
    }

    /** What is thrown by a call that no grant permits. */
    static SharingDeniedException refused(ThrowingCallable call) {
        SharingDeniedException refusal = catchThrowableOfType(SharingDeniedException.class, call);
        assertThat(refusal).as("refusal").isNotNull();
        return refusal;
    }

    Instant in(Duration ahead) {
        return time.now().plus(ahead);
    }

    private final class PlatformTime extends Clock {

        @Override
        public Instant instant() {
            return time.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
