package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.govshare.leaks.SharedResources;
import io.govshare.testing.fault.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.testkit.engine.EngineTestKit;

class SandboxTestTest {

    private static final List<URI> SEEN = new ArrayList<>();

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @Test
    void class_annotated_getsOneSandboxThatIsClosedAfterIt() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Sample.class))
                .execute()
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(3).failed(0));

        assertThat(SEEN).hasSize(3);
        assertThat(SEEN.stream().distinct()).hasSize(1);
        assertThatThrownBy(() ->
                        new Socket(InetAddress.getLoopbackAddress(), SEEN.get(0).getPort()).close())
                .isInstanceOf(IOException.class);
    }

    @SandboxTest
    @SharedResources
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class Sample {

        @Test
        void first(Sandbox sandbox) {
            SEEN.add(sandbox.url());
            sandbox.faults().next(Fault.status(500));
            assertThat(sandbox.sampleClient().privateKeyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n");
            assertThat(sandbox.sampleClient().toString()).doesNotContain("PRIVATE");
        }

        @Test
        void second(Sandbox sandbox) {
            SEEN.add(sandbox.url());
            assertThat(sandbox.faults().remaining()).isZero();
        }

        @Nested
        class Inner {
            @Test
            void third(Sandbox sandbox) {
                SEEN.add(sandbox.url());
            }
        }
    }
}
