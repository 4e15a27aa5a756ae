package com.example.readme;

import static io.govshare.dataset.Query.where;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Page;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.Diagnosis;
import io.govshare.error.SharingDeniedException;
import io.govshare.signing.SigningKey;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The examples of README.md, as a reader would type them in. */
public final class Readme {

    private static final Logger log = LoggerFactory.getLogger(Readme.class);

    private Readme() {}

    /** The first, for which the reader has a platform and a key. */
    @SuppressWarnings("UnusedVariable")
    static void read() {
        record County(String code, String name, String cityCode, String provinceCode) {}

        try (GovShare govshare = GovShare.builder()
                .application("residence-permits", "1.4.0")
                .platform(StandardPlatform.at("https://share.example.gov"))
                .credentials(Credentials.privateKeyJwt("residence-permits", SigningKey.load(Path.of("key.pem"))))
                .context(CallContext.purpose("residence-permit").build())
                .build()) {

            Dataset<County> counties = govshare.dataset("cn.stats.counties", County.class);
            Optional<County> gulou = counties.find("350102");
            Page<County> page = counties.query(
                    where(County::provinceCode).is("35").orderBy(County::code).limit(50));
        }
    }

    /** The second. */
    public static void refused(Dataset<?> counties) {
        try {
            counties.with(CallContext.purpose("marketing").build()).find("350102");
        } catch (SharingDeniedException denied) {
            Diagnosis why = denied.diagnosis();
            log.warn("{}. {}", why.cause(), why.remedy());
        }
    }
}
