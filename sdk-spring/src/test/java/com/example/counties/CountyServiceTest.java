package com.example.counties;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.leaks.SharedResources;
import io.govshare.testing.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistrar;

// The test of docs/spring.md. Its context does not outlive it, since the leak check looks at the whole process.
@DirtiesContext
@SharedResources
@SpringBootTest
class CountyServiceTest {

    @TestConfiguration
    static class Platform {

        @Bean
        Sandbox sandbox() {
            return Sandbox.start();
        }

        @Bean
        DynamicPropertyRegistrar location(Sandbox sandbox) throws IOException {
            Path folder = Files.createTempDirectory("govshare");
            Path key = Files.writeString(
                    folder.resolve("key.pem"), sandbox.sampleClient().privateKeyPem());
            return properties -> {
                properties.add("govshare.platform.national.endpoint", sandbox::url);
                properties.add("govshare.platform.national.credentials.key-location", () -> "file:" + key);
                properties.add("govshare.usage.folder", () -> folder.resolve("spool"));
            };
        }
    }

    @Autowired
    private CountyService counties;

    @Test
    void byCode_existingCode_returnsCounty() {
        assertThat(counties.byCode("350102"))
                .hasValueSatisfying(county -> assertThat(county.name()).isEqualTo("鼓楼区"));
    }
}
