package io.govshare.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares the types that users may rely on with the committed list of them, so that none is promised by accident. */
class PublicApiTest {

    private static final Path COMMITTED = Path.of("public-api.txt");
    private static final Path FOUND = Path.of("target", "public-api.txt");

    @Test
    void publicTypes_areThoseOfTheCommittedList() throws IOException {
        List<String> found = House.CLASSES.stream()
                .filter(House::isPromised)
                .map(JavaClass::getName)
                .sorted()
                .toList();
        List<String> committed = Files.readAllLines(COMMITTED).stream().sorted().toList();
        Files.write(FOUND, found);

        assertThat(found).as("%s", difference(committed, found)).isEqualTo(committed);
    }

    private static String difference(List<String> committed, List<String> found) {
        List<String> added = new ArrayList<>(found);
        added.removeAll(committed);
        List<String> gone = new ArrayList<>(committed);
        gone.removeAll(found);
        return """
                The public types are not those that sdk-core/public-api.txt promises.
                Public, not in the list: %s
                In the list, not public: %s
                What is public only for our own packages gets @Internal. If users are to rely on a new type, or a type is \
                to go, take the list over, and say so in CHANGELOG.md:
                cp sdk-core/target/public-api.txt sdk-core/public-api.txt""".formatted(added, gone);
    }
}
