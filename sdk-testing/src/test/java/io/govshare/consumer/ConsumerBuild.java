package io.govshare.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.DefaultInvoker;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.apache.maven.shared.invoker.InvocationResult;
import org.apache.maven.shared.invoker.MavenInvocationException;

/**
 * Builds the applications of {@code src/it} as their developers would: a Maven of its own, outside the reactor, that
 * knows our artifacts only from a repository.
 *
 * <p>The repository holds what this build just packaged, laid out as a release would be. Everything else comes from the
 * local repository of this build, which by now holds it, served as a repository too: that Maven is offline, reads none of
 * the user's settings, and copies what it needs into a local repository under {@code target}.
 */
final class ConsumerBuild {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path PUBLISHED = TARGET.resolve("it-published");
    private static final Path LOCAL_REPOSITORY = TARGET.resolve("it-repository");
    private static final Path SETTINGS = TARGET.resolve("it-settings.xml");
    private static final String VERSION = System.getProperty("govshare.version");
    private static final int LONGEST_BUILD = 300;
    private static final List<String> VERSIONS = List.of(
            "govshare.version",
            "retrofit.version",
            "maven-resources-plugin.version",
            "maven-compiler-plugin.version",
            "maven-surefire-plugin.version",
            "maven-jar-plugin.version");

    private ConsumerBuild() {}

    /** Makes the artifacts of this build available to the applications, and only these. */
    static void publish() throws IOException {
        delete(PUBLISHED);
        // Snapshots that an earlier run copied would be taken for these.
        delete(LOCAL_REPOSITORY.resolve("io/govshare"));
        Files.createDirectories(LOCAL_REPOSITORY);
        publish("govshare-bom", Path.of("../sdk-bom/target"), false);
        publish("govshare-core", Path.of("../sdk-core/target"), true);
        Files.writeString(SETTINGS, settings());
    }

    /** Packages the application and returns its jar. */
    static Path packageApplication(String name) throws IOException, MavenInvocationException {
        Path folder = TARGET.resolve("it").resolve(name);
        delete(folder);
        copy(Path.of("src/it").resolve(name), folder);
        // Here its project begins: without it, Maven would look for its own configuration up to that of this build.
        Files.createDirectories(folder.resolve(".mvn"));

        List<String> output = new ArrayList<>();
        InvocationRequest request = new DefaultInvocationRequest()
                .setBaseDirectory(folder.toFile())
                .setGlobalSettingsFile(SETTINGS.toFile())
                .setUserSettingsFile(SETTINGS.toFile())
                .setLocalRepositoryDirectory(LOCAL_REPOSITORY.toFile())
                .setJavaHome(Path.of(System.getProperty("java.home")).toFile())
                .setBatchMode(true)
                .setOffline(true)
                .setOutputHandler(output::add)
                .setProperties(properties())
                .addArg("package");
        request.setTimeoutInSeconds(LONGEST_BUILD);
        InvocationResult result = new DefaultInvoker()
                .setMavenHome(Path.of(System.getProperty("maven.home")).toFile())
                .execute(request);

        assertThat(result.getExecutionException()).isNull();
        assertThat(result.getExitCode())
                .as("Maven in %s:%n%s", folder, String.join("\n", output))
                .isZero();
        return folder.resolve("target").resolve(name + "-1.jar");
    }

    /**
     * Runs the application to its end and returns what it printed.
     *
     * @param classPath its jar, whose manifest names its libraries, and what else is to be on the class path after them
     */
    static List<String> run(List<Path> classPath, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                "com.example.Consumer"));
        command.addAll(List.of(arguments));
        Path output = TARGET.resolve("it").resolve("output.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ended within a minute: %s", command)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(output);
        assertThat(process.exitValue())
                .as("%s:%n%s", command, String.join("\n", lines))
                .isZero();
        return lines;
    }

    private static void publish(String artifact, Path built, boolean jar) throws IOException {
        assertThat(built.resolve("flattened-pom.xml"))
                .as("%s is packaged by this build, which begins with its module: mvn -am", artifact)
                .exists();
        Path folder = PUBLISHED.resolve("io/govshare").resolve(artifact).resolve(VERSION);
        Files.createDirectories(folder);
        String name = artifact + "-" + VERSION;
        Files.copy(built.resolve("flattened-pom.xml"), folder.resolve(name + ".pom"));
        if (jar) {
            Files.copy(built.resolve(name + ".jar"), folder.resolve(name + ".jar"));
        }
    }

    private static Properties properties() {
        Properties properties = new Properties();
        VERSIONS.forEach(version -> properties.setProperty(version, System.getProperty(version)));
        // Relative to the application's jar: target/it/<name>/target.
        properties.setProperty("consumer.libraries", "../../../" + LOCAL_REPOSITORY.getFileName() + "/");
        // Offline it still reads the two repositories on this disk.
        properties.setProperty("aether.offline.protocols", "file");
        return properties;
    }

    private static String settings() {
        Path downloaded = Path.of(System.getProperty("govshare.repository"));
        return """
                <settings>
                  <profiles>
                    <profile>
                      <id>consumer</id>
                      <repositories>
                        <repository>
                          <id>published</id>
                          <url>%s</url>
                          <releases><checksumPolicy>ignore</checksumPolicy></releases>
                          <snapshots><checksumPolicy>ignore</checksumPolicy></snapshots>
                        </repository>
                        <repository>
                          <id>downloaded</id>
                          <url>%s</url>
                          <releases><checksumPolicy>ignore</checksumPolicy></releases>
                          <snapshots><enabled>false</enabled></snapshots>
                        </repository>
                      </repositories>
                      <pluginRepositories>
                        <pluginRepository>
                          <id>downloaded</id>
                          <url>%s</url>
                          <releases><checksumPolicy>ignore</checksumPolicy></releases>
                          <snapshots><enabled>false</enabled></snapshots>
                        </pluginRepository>
                      </pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles>
                    <activeProfile>consumer</activeProfile>
                  </activeProfiles>
                </settings>
                """.formatted(PUBLISHED.toUri(), downloaded.toUri(), downloaded.toUri());
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copied = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copied);
                } else {
                    Files.copy(file, copied, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException("Cannot clear " + folder, e);
                }
            });
        }
    }
}
