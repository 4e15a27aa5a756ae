package io.govshare.benchmarks;

import io.govshare.http.Body;
import io.govshare.http.Request;
import java.util.List;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** The signer of another platform, AWS Signature Version 4 of its SDK for Java, on the same request: its content is digested and signed. */
final class SigV4 {

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsIdentity identity =
            AwsCredentialsIdentity.create("AKIDBENCHMARK0123456", "benchmark-secret-0123456789abcdef0123456");
    private final SdkHttpRequest request;
    private final ContentStreamProvider content;

    SigV4(Request like) {
        SdkHttpRequest.Builder same = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(like.method()))
                .uri(like.uri());
        like.headers().forEach(same::appendHeader);
        request = same.build();
        Body body = like.body();
        content = ContentStreamProvider.fromByteArray(body == null ? new byte[0] : body.toBytes());
        List<String> digest = sign().request().headers().get("x-amz-content-sha256");
        if (digest == null || digest.get(0).length() != 64) {
            throw new IllegalStateException("The content is not signed: x-amz-content-sha256 is " + digest);
        }
    }

    SignedRequest sign() {
        return signer.sign(signing -> signing.identity(identity)
                .request(request)
                .payload(content)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-north-1"));
    }
}
