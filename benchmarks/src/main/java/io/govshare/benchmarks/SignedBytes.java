package io.govshare.benchmarks;

import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The bytes that a signature was made over, put together from the signed message, so that the primitive can sign the same alone. */
final class SignedBytes {

    private SignedBytes() {}

    static byte[] of(Request signed) {
        return of(signed, signed.headers(), null);
    }

    static byte[] of(Answer signed) {
        return of(signed.request(), signed.headers(), signed.status());
    }

    private static byte[] of(Request request, Headers headers, @Nullable Integer status) {
        String input = String.valueOf(headers.get("Signature-Input"));
        String parameters = input.substring(input.indexOf('('));
        StringBuilder base = new StringBuilder();
        for (String identifier :
                parameters.substring(1, parameters.indexOf(')')).split(" ", -1)) {
            String name = identifier.substring(1, identifier.lastIndexOf('"'));
            base.append(identifier).append(": ");
            switch (name) {
                case "@method" -> base.append(request.method());
                case "@target-uri" -> base.append(request.url());
                case "@status" -> base.append(status);
                default -> base.append(headers.get(name));
            }
            base.append('\n');
        }
        return base.append("\"@signature-params\": ")
                .append(parameters)
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
    }
}
