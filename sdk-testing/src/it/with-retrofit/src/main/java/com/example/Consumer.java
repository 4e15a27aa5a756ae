package com.example;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.signing.SigningKey;
import java.nio.file.Path;
import java.util.Collections;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.http.GET;
import retrofit2.http.Query;

/** Reads one record through a Retrofit interface. Arguments: platform, key file, folder of the usage spool. */
public final class Consumer {

    interface Parcels {
        @GET("odata/com.example.parcels")
        Call<ResponseBody> matching(@Query("$filter") String filter);
    }

    public static void main(String[] args) throws Exception {
        try (GovShare govshare = GovShare.builder()
                .application("land-office", "1.0.0")
                .platform(StandardPlatform.at(args[0]))
                .credentials(Credentials.privateKeyJwt("land-office", SigningKey.load(Path.of(args[1]))))
                .context(CallContext.purpose("tax-assessment").build())
                .usage(usage -> usage.folder(Path.of(args[2])))
                .build()) {
            Parcels parcels = new Retrofit.Builder()
                    .baseUrl(args[0] + "/")
                    .client(govshare.okHttp("com.example.parcels"))
                    .build()
                    .create(Parcels.class);
            Response<ResponseBody> response = parcels.matching("number eq 'P-2'").execute();
            System.out.println("record: " + response.body().string());
        }
        System.out.println("copies of okhttp3: "
                + Collections.list(Consumer.class.getClassLoader().getResources("okhttp3/OkHttpClient.class"))
                        .size());
    }
}
