package com.example;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.signing.SigningKey;
import java.nio.file.Path;
import java.util.Collections;

/** Reads one record as a Java record. Arguments: platform, key file, folder of the usage spool. */
public final class Consumer {

    record Parcel(String number, String street, int area) {}

    public static void main(String[] args) throws Exception {
        try (GovShare govshare = GovShare.builder()
                .application("land-office", "1.0.0")
                .platform(StandardPlatform.at(args[0]))
                .credentials(Credentials.privateKeyJwt("land-office", SigningKey.load(Path.of(args[1]))))
                .context(CallContext.purpose("tax-assessment").build())
                .usage(usage -> usage.folder(Path.of(args[2])))
                .build()) {
            System.out.println("record: "
                    + govshare.dataset("com.example.parcels", Parcel.class).find("P-2").orElseThrow());
        }
        System.out.println("copies of okhttp3: "
                + Collections.list(Consumer.class.getClassLoader().getResources("okhttp3/OkHttpClient.class"))
                        .size());
    }
}
