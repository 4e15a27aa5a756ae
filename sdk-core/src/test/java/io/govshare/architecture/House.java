package io.govshare.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.govshare.error.Internal;
import java.util.List;

/** The classes of the library, the floors they live on, and which of them are promised to users. */
final class House {

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("io.govshare");

    /** The rooms that know the floors below them and never each other. */
    static final List<String> ROOMS = List.of(
            "io.govshare.usage..",
            "io.govshare.cache..",
            "io.govshare.resilience..",
            "io.govshare.auth..",
            "io.govshare.download..");

    /** From the top down: a floor knows itself and those below it. */
    static final List<List<String>> FLOORS = List.of(
            List.of("io.govshare"),
            List.of("io.govshare.diagnosis.."),
            List.of("io.govshare.dialect.."),
            List.of("io.govshare.service.."),
            ROOMS,
            List.of("io.govshare.platform.."),
            List.of("io.govshare.dataset..", "io.govshare.catalog.."),
            List.of("io.govshare.context..", "io.govshare.signing.."),
            List.of("io.govshare.http.."),
            List.of("io.govshare.error.."));

    private House() {}

    /** Whether users may rely on a type: it and every type around it is public, and none is {@link Internal}. */
    static boolean isPromised(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.isAnnotatedWith(Internal.class)
                && type.getEnclosingClass().map(House::isPromised).orElse(true);
    }
}
