package io.govshare.interop;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.SharingAttribute;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.usage.UsageOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import okhttp3.Request;

/** Our client as an application builds it, and what it sent. */
final class WholeClient implements AutoCloseable {

    private static final String DATASET = "cn.stats.districts";

    private final List<Request> sent = new CopyOnWriteArrayList<>();
    private final GovShare govshare;

    WholeClient(SpringPlatform platform, Credentials credentials, Path folder) {
        this(platform, credentials, folder, UnaryOperator.identity());
    }

    WholeClient(SpringPlatform platform, Credentials credentials, Path folder, UnaryOperator<GovShare.Builder> more) {
        URI url = platform.url();
        govshare = more.apply(GovShare.builder()
                        .application("residence-permits", "1.0.0")
                        .platform(StandardPlatform.at(url).issuer(url))
                        .credentials(credentials)
                        .bind(DatasetDescription.at(DATASET, url.resolve("/odata/districts"))
                                .sharing(SharingAttribute.UNCONDITIONAL))
                        .usage(UsageOptions.notRecorded())
                        .http(http -> http.trust(trusted(folder)))
                        .customize(http -> http.addNetworkInterceptor(chain -> {
                            sent.add(chain.request());
                            return chain.proceed(chain.request());
                        })))
                .build();
    }

    private static Path trusted(Path folder) {
        try {
            return Files.writeString(folder.resolve("authority.pem"), SpringPlatform.AUTHORITY.certificatePem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<District> districts() {
        return govshare.dataset(DATASET, District.class).query(Query.all()).items();
    }

    /** The requests that reached the wire whose path ends so, oldest first. */
    List<Request> sent(String path) {
        return sent.stream()
                .filter(request -> request.url().encodedPath().endsWith(path))
                .toList();
    }

    @Override
    public void close() {
        govshare.close();
    }
}
