package com.example.inspection;

import io.govshare.GovShare;
import io.govshare.signing.Secret;
import io.govshare.usage.DailyUse;
import io.govshare.usage.UsageArchive;
import io.govshare.usage.UsageVerification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The examples of docs/usage-reporting.md. */
final class Inspection {

    /** Who is told when the record was changed. */
    interface Alarm {
        void raise(String text);
    }

    private Inspection() {}

    static GovShare recording(GovShare.Builder application, Path folder, Secret pseudonymKey) {
        GovShare govshare = application
                .usage(usage -> usage.folder(folder)
                        .durable()
                        .maxBytes(4L << 30)
                        .retention(Duration.ofDays(365))
                        .pseudonymKey(pseudonymKey))
                .build();
        return govshare;
    }

    static String pseudonym(byte[] key, String operator) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        byte[] hash = mac.doFinal(("OPERATOR " + operator).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    static void watched(GovShare govshare, Alarm alarm) throws IOException {
        UsageVerification verification = govshare.usage().verify();
        if (!verification.isIntact()) {
            alarm.raise(verification.text());
        }
    }

    /** What an inspection gets. */
    record Inspected(UsageVerification verification, List<DailyUse> uses) {}

    static Inspected inspected(
            Path folder,
            List<UsageVerification.Anchor> heldByThePlatform,
            Path file,
            Instant from,
            Instant to,
            LocalDate day)
            throws IOException {
        UsageArchive archive = UsageArchive.at(folder);
        UsageVerification verification = archive.verify(heldByThePlatform);
        archive.export(UsageArchive.Format.NDJSON, file, from, to);
        List<DailyUse> uses = archive.daily(day, day.plusMonths(1), ZoneId.of("Asia/Shanghai"));
        return new Inspected(verification, uses);
    }
}
