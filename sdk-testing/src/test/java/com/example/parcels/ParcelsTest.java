package com.example.parcels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.SharingDeniedException;
import io.govshare.leaks.SharedResources;
import io.govshare.signing.SigningKey;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxDataset;
import io.govshare.testing.SandboxExtension;
import io.govshare.testing.UsageEvent;
import io.govshare.testing.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

// The second example of docs/sandbox.md.
@SharedResources
class ParcelsTest {

    record Parcel(String number, String street, int area) {}

    private static final Parcel MILL_LANE = new Parcel("P-1", "Mill Lane", 420);
    private static final SigningKey KEY = SigningKey.generate();

    @RegisterExtension
    static final SandboxExtension SANDBOX = SandboxExtension.of(() -> Sandbox.builder()
            .client("land-office", KEY.publicJwk())
            .dataset(SandboxDataset.ofRecords("com.example.parcels", List.of(MILL_LANE), "number"))
            .grant("land-office", "com.example.parcels", "tax-assessment")
            .start());

    @TempDir
    Path spool;

    private GovShare client(Sandbox sandbox, String purpose) {
        return GovShare.builder()
                .application("land-office", "1.0.0")
                .platform(StandardPlatform.at(sandbox.url()))
                .credentials(Credentials.privateKeyJwt("land-office", KEY))
                .context(CallContext.purpose(purpose).build())
                .usage(usage -> usage.folder(spool))
                .build();
    }

    @Test
    void find_platformBusyOnce_triesAgainAndIsOneUse(Sandbox sandbox) {
        sandbox.faults()
                .next(Fault.status(503).retryAfter(Duration.ofSeconds(1)).onDataset("com.example.parcels"));
        int before = sandbox.usageCount();
        try (GovShare govshare = client(sandbox, "tax-assessment")) {
            assertThat(govshare.dataset("com.example.parcels", Parcel.class).find("P-1"))
                    .hasValue(MILL_LANE);
        }
        assertThat(sandbox.usageEvents())
                .hasSize(before + 1)
                .last()
                .extracting(UsageEvent::outcome)
                .isEqualTo("matched");
    }

    @Test
    void find_purposeOutsideGrant_isRefused(Sandbox sandbox) {
        try (GovShare govshare = client(sandbox, "marketing")) {
            assertThatThrownBy(() -> govshare.dataset("com.example.parcels", Parcel.class)
                            .find("P-1"))
                    .isInstanceOf(SharingDeniedException.class)
                    .hasMessageContaining("marketing");
        }
    }
}
