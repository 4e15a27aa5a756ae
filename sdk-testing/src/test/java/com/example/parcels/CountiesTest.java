package com.example.parcels;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.leaks.SharedResources;
import io.govshare.signing.SigningKey;
import io.govshare.testing.Divisions;
import io.govshare.testing.SampleClient;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// The first example of docs/sandbox.md.
@SharedResources
@SandboxTest
class CountiesTest {

    record County(String code, String name, String provinceCode) {}

    @Test
    void find_existingCode_returnsCounty(Sandbox sandbox, @TempDir Path folder) throws IOException {
        SampleClient client = sandbox.sampleClient();
        Path key = Files.writeString(folder.resolve("key.pem"), client.privateKeyPem());
        try (GovShare govshare = GovShare.builder()
                .application("residence-permits", "1.4.0")
                .platform(StandardPlatform.at(sandbox.url()))
                .credentials(Credentials.privateKeyJwt(client.id(), SigningKey.load(key)))
                .context(CallContext.purpose(client.purpose()).build())
                .usage(usage -> usage.folder(folder.resolve("spool")))
                .build()) {
            assertThat(govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                    .hasValue(new County("350102", "鼓楼区", "35"));
        }
    }
}
