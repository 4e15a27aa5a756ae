package io.govshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.auth.Credentials;
import io.govshare.cache.CacheOptions;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Grant;
import io.govshare.catalog.GrantPolicy;
import io.govshare.context.CallContext;
import io.govshare.context.ContextSource;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.ConfigurationException;
import io.govshare.http.Origin;
import io.govshare.platform.Dialect;
import io.govshare.platform.Platform;
import io.govshare.platform.PlatformLink;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import io.govshare.usage.UsageOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user gets wrong while building a client: each mistake names the method, and nothing stays open. */
class BuilderTest {

    private static final String BASE = "https://share.example.gov";

    @TempDir
    Path folder;

    private GovShare.Builder complete() {
        return GovShare.builder()
                .application("residence-permits", "1.4.0")
                .platform(StandardPlatform.at(BASE))
                .usage(usage -> usage.folder(folder));
    }

    /** A mistake, the method that its message names, and a word of the remedy. */
    private record Mistake(String method, String remedy, Consumer<GovShare.Builder> made) {
        @Override
        public String toString() {
            return method + " → " + remedy;
        }
    }

    /** What a caller without null checks passes. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals", "unchecked"})
    private static <T> T nothing() {
        return (T) null;
    }

    static Stream<Mistake> mistakes() {
        DatasetDescription here = DatasetDescription.at("d", URI.create(BASE + "/d"));
        return Stream.of(
                new Mistake("application(", "residence-permits", b -> b.application(nothing(), "1")),
                new Mistake("application(", "residence-permits", b -> b.application(" ", "1")),
                new Mistake("application(", "residence-permits", b -> b.application("permits", nothing())),
                new Mistake("application(", "residence-permits", b -> b.application("permits\n", "1")),
                new Mistake("platform(", "StandardPlatform.at", b -> b.platform(nothing())),
                new Mistake("credentials(", "leave the method out", b -> b.credentials(nothing())),
                new Mistake(
                        "credentials(", "Credentials.privateKeyJwt", b -> b.credentials(() -> "of another dialect")),
                new Mistake("signing(", "leave the method out", b -> b.signing(nothing())),
                new Mistake("context(", "CallContext.none()", b -> b.context((CallContext) nothing())),
                new Mistake("context(", "CallContext.none()", b -> b.context((ContextSource) nothing())),
                new Mistake("bind(", "DatasetDescription.at", b -> b.bind((DatasetDescription) nothing())),
                new Mistake("bind(", "Grant", b -> b.bind((Grant) nothing())),
                new Mistake("bind(", "Grant.of(", b -> b.bind(Grant.of(nothing(), "d"))),
                new Mistake("bind(", "Grant.of(", b -> b.bind(Grant.of("G-1", " "))),
                new Mistake(
                        "bind(",
                        "once",
                        b -> b.bind(here).bind(DatasetDescription.at("d", URI.create(BASE + "/other")))),
                new Mistake("bind(", "absolute URL", b -> b.bind(DatasetDescription.at("d", URI.create("/d")))),
                new Mistake(
                        "bind(",
                        "allowOrigin(\"https://data.example.gov\")",
                        b -> b.bind(DatasetDescription.at("d", URI.create("https://data.example.gov/d")))),
                new Mistake("allowOrigin(", "https://data.example.gov", b -> b.allowOrigin((URI) nothing())),
                new Mistake("allowOrigin(", "https://data.example.gov", b -> b.allowOrigin((String) nothing())),
                new Mistake("allowOrigin(", "https://data.example.gov", b -> b.allowOrigin("data.example.gov")),
                new Mistake("allowOrigin(", "https://data.example.gov", b -> b.allowOrigin("not a URL")),
                new Mistake("allowOrigin(", "https://data.example.gov", b -> b.allowOrigin("ftp://data.example.gov")),
                new Mistake("allowOrigin(", "scheme, host", b -> b.allowOrigin("https://data.example.gov/odata")),
                new Mistake("allowOrigin(", "scheme, host", b -> b.allowOrigin("https://u:p@data.example.gov")),
                new Mistake("plain http", "allowPlainHttp()", b -> b.allowOrigin("http://data.example.gov")),
                new Mistake("http(", "change", b -> b.http(nothing())),
                new Mistake("http(", "Return the options", b -> b.http(options -> nothing())),
                new Mistake("customize(", "what to change", b -> b.customize(nothing())),
                new Mistake("resilience(", "change", b -> b.resilience(nothing())),
                new Mistake("resilience(", "Return the options", b -> b.resilience(options -> nothing())),
                new Mistake("attempts(", "1 to 10", b -> b.resilience(options -> options.attempts(0))),
                new Mistake("cache(", "CacheOptions.none()", b -> b.cache(nothing())),
                new Mistake("from 65,536 to 8,589,934,592", "none()", b -> b.cache(CacheOptions.inMemory(1))),
                new Mistake("1 to 1,073,741,824", "stream", b -> b.http(http -> http.maxAnswerSize(0))),
                new Mistake(
                        "4,096 to 16,777,216", "UsageOptions.batchBytes(", b -> b.usage(usage -> usage.batchBytes(1))),
                new Mistake("usage(", "change", b -> b.usage(BuilderTest.<UnaryOperator<UsageOptions>>nothing())),
                new Mistake("usage(", "notRecorded", b -> b.usage(BuilderTest.<UsageOptions>nothing())),
                new Mistake("usage(", "Return the options", b -> b.usage(options -> nothing())),
                new Mistake("grants(", "GrantPolicy.STRICT", b -> b.grants(nothing())),
                new Mistake(
                        "StandardPlatform.at",
                        "https://",
                        b -> b.platform(StandardPlatform.at(BuilderTest.<String>nothing()))),
                new Mistake(
                        "StandardPlatform.at", "https://", b -> b.platform(StandardPlatform.at("share.example.gov"))),
                new Mistake(
                        "privateKeyJwt",
                        "SigningKey.load",
                        b -> b.credentials(Credentials.privateKeyJwt("a", nothing()))),
                new Mistake(
                        "clientSecretBasic",
                        "Secret.of",
                        b -> b.credentials(Credentials.clientSecretBasic("a", nothing()))),
                new Mistake(
                        "client id",
                        "registered",
                        b -> b.credentials(Credentials.clientSecretBasic(nothing(), Secret.of("0123456789abcdef")))),
                new Mistake(
                        "DatasetDescription",
                        "the id",
                        b -> b.bind(DatasetDescription.at(nothing(), URI.create(BASE)))),
                new Mistake("proxy(", "host name", b -> b.http(options -> options.proxy("", 1))));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void build_withMistake_namesTheMethodAndTheFix_andLeavesNothing(Mistake mistake) throws IOException {
        assertThatThrownBy(() -> {
                    GovShare.Builder builder = complete();
                    mistake.made().accept(builder);
                    builder.build().close();
                })
                .isInstanceOfSatisfying(ConfigurationException.class, e -> {
                    assertThat(e.getMessage()).contains(mistake.method());
                    assertThat(e.diagnosis().remedy()).contains(mistake.remedy());
                });
        assertNothingHeld();
    }

    private void assertNothingHeld() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .as("files of a spool")
                    .isEmpty();
        }
        assertThat(System.getProperties().stringPropertyNames())
                .as("locks of spools")
                .noneMatch(name -> name.contains(folder.toString()));
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("govshare"));
    }

    @Test
    void build_customizeThrows_passesItOnAndLeavesNothing() throws IOException {
        IllegalStateException own = new IllegalStateException("no such certificate");

        assertThatThrownBy(() -> complete()
                        .customize(client -> {
                            throw own;
                        })
                        .build())
                .isSameAs(own);
        assertNothingHeld();
    }

    @Test
    void build_platformThrows_leavesNothing() throws IOException {
        StandardPlatform inner = StandardPlatform.at(BASE);
        Platform broken = new Platform() {
            @Override
            public String name() {
                return inner.name();
            }

            @Override
            public Set<Origin> origins() {
                return inner.origins();
            }

            @Override
            public Dialect connect(PlatformLink link) {
                throw new ConfigurationException("The key is missing", "Give one with signing(…).");
            }
        };

        assertThatThrownBy(() -> complete().platform(broken).build()).isInstanceOf(ConfigurationException.class);
        assertNothingHeld();
    }

    @Test
    void build_folderThatCannotBeWritten_namesUsageAndLeavesNothing() throws IOException {
        Path file = Files.createFile(folder.resolve("taken"));

        assertThatThrownBy(() -> complete().usage(usage -> usage.folder(file)).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(".usage(")
                .hasMessageContaining("/taken/residence-permits/share.example.gov");
        Files.delete(file);
        assertNothingHeld();
    }

    @Test
    void build_makesNoNetworkCall() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(100);
            String url = "http://127.0.0.1:" + server.getLocalPort();
            complete()
                    .platform(StandardPlatform.at(url))
                    .credentials(Credentials.clientSecretBasic("permits", Secret.of("canary-secret-of-the-test")))
                    .signing(SigningKey.generate())
                    .build()
                    .close();

            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void build_twice_givesTwoClientsThatShareTheSpool() {
        GovShare.Builder builder = complete();
        try (GovShare one = builder.build();
                GovShare other = builder.build()) {
            assertThat(one).isNotSameAs(other);
            assertThat(folder.resolve("residence-permits")).isDirectoryContaining("glob:**/share.example.gov");
        }
    }

    @Test
    void build_withAllSettings_works() {
        complete()
                .context(CallContext.purpose("residence-permit").build())
                .bind(DatasetDescription.at("d", URI.create("https://data.example.gov:8443/d")))
                .bind(new Grant("G-1", "d", Set.of(), Set.of(), null, null))
                .allowOrigin("https://data.example.gov:8443/")
                .http(http -> http.connectTimeout(Duration.ofSeconds(1)).dns(host -> List.of()))
                .customize(client -> client.retryOnConnectionFailure(true))
                .resilience(resilience -> resilience.attempts(2).breaker(true))
                .cache(CacheOptions.none())
                .usage(usage -> usage.durable())
                .grants(GrantPolicy.STRICT)
                .build()
                .close();
    }

    @Test
    void toString_ofTheClient_showsNoSecret() {
        try (GovShare govshare = complete()
                .credentials(Credentials.clientSecretBasic("permits", Secret.of("canary-secret-0001")))
                .build()) {
            assertThat(govshare.toString()).isEqualTo("GovShare[share.example.gov]");
        }
    }
}
