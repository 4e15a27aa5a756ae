package io.govshare.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.govshare.testing.Province;
import io.govshare.testing.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import tools.jackson.databind.json.JsonMapper;

/** A page of the catalogue of a province as the sandbox answers it, and the records that it is read into without the SDK. */
final class CataloguePages {

    /** All that is on a page; each entry with all that it has. */
    record Found(
            @JsonProperty("hydra:totalItems") int total,
            @JsonProperty("dcat:dataset") List<Entry> datasets,
            @JsonProperty("hydra:view") View view) {}

    record View(@JsonProperty("hydra:next") String next) {}

    record Entry(
            @JsonProperty("dct:identifier") String id,
            @JsonProperty("dct:title") String title,
            @JsonProperty("dct:description") String description,
            @JsonProperty("dct:publisher") Publisher publisher,
            @JsonProperty("govshare:sharing") String sharing,
            @JsonProperty("govshare:sharingConditions") String sharingConditions,
            @JsonProperty("govshare:sharingMethod") String sharingMethod,
            @JsonProperty("dct:accrualPeriodicity") Reference accrualPeriodicity,
            @JsonProperty("dct:issued") LocalDate issued,
            @JsonProperty("dcat:theme") List<String> themes,
            @JsonProperty("dct:spatial") List<String> regions,
            @JsonProperty("dcat:keyword") List<String> keywords,
            @JsonProperty("govshare:fields") List<FieldEntry> fields,
            @JsonProperty("dcat:distribution") List<DistributionEntry> distributions,
            @JsonProperty("source") String source) {}

    record Publisher(
            @JsonProperty("foaf:name") String name,
            @JsonProperty("dct:identifier") String id) {}

    record Reference(@JsonProperty("@id") String iri) {}

    record FieldEntry(String name, String type, String title, boolean nullable, boolean personal) {}

    record DistributionEntry(
            @JsonProperty("govshare:formatCategory") String category,
            @JsonProperty("dct:format") String format,
            @JsonProperty("dcat:byteSize") long byteSize,
            @JsonProperty("dcat:accessService") Service service) {}

    record Service(@JsonProperty("dcat:endpointURL") URI endpoint) {}

    private CataloguePages() {}

    /** Writes the first page of a clean province, of so many entries, to a file. */
    static Path write(Path folder, int entries) throws IOException {
        OkHttpClient client = new OkHttpClient();
        try (Sandbox sandbox = Sandbox.builder()
                .clientWithSecret("benchmark", "benchmark")
                .catalogue(Province.of(1).dirty(0))
                .start()) {
            Request forToken = new Request.Builder()
                    .url(sandbox.url() + "/token")
                    .header("Authorization", Credentials.basic("benchmark", "benchmark"))
                    .post(new FormBody.Builder()
                            .add("grant_type", "client_credentials")
                            .build())
                    .build();
            String token = JsonMapper.shared()
                    .readTree(body(client, forToken))
                    .path("access_token")
                    .stringValue();
            Request forPage = new Request.Builder()
                    .url(sandbox.url() + "/catalogue?type=dataset&limit=" + entries)
                    .header("Authorization", "Bearer " + token)
                    .build();
            return Files.writeString(folder.resolve("page.json"), body(client, forPage));
        } finally {
            client.connectionPool().evictAll();
        }
    }

    private static String body(OkHttpClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            String body = response.body().string();
            if (!response.isSuccessful()) {
                throw new IOException(request.url() + " answered " + response.code() + ": " + body);
            }
            return body;
        }
    }
}
