package io.govshare.dialect.standard;

import io.govshare.http.Body;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.platform.CallFacts;
import io.govshare.signing.Components;
import io.govshare.signing.DigestField;
import io.govshare.signing.DigestPreference;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Places the digests of a request's content, and asks for one of the answer's where answers must be signed. */
final class RequestDigests {

    private final List<DigestField> fields;
    private final Predicate<CallFacts> wanted;
    private final Components covered;

    /** @param wanted whether the answer needs a digest, since only with one can its signature cover the content */
    RequestDigests(List<DigestField> fields, Predicate<CallFacts> wanted) {
        this.fields = fields;
        this.wanted = wanted;
        // A digest that the request does not have is left out, so what is usual costs nothing more.
        Components more = Components.REQUEST;
        for (DigestField field : fields) {
            String name = field.name().toLowerCase(Locale.ROOT);
            more = more.covers(name) ? more : more.and(name);
        }
        this.covered = more;
    }

    /** The request, its content fixed, with its digests. */
    Request place(Request request, CallFacts facts) {
        Request digested = request;
        @Nullable Body body = request.body();
        if (body != null) {
            Body fixed = body.fixed();
            byte[] content = fixed.toBytes();
            digested = fixed == body ? request : request.with(fixed);
            for (DigestField field : fields) {
                Headers digest = Headers.known(field.name(), field.value(content));
                digested = digested.with(digested.headers().with(digest));
            }
        }
        return wanted.test(facts) ? digested.with(DigestPreference.WANT_CONTENT, DigestPreference.OURS) : digested;
    }

    /** What a signature over such a request covers. */
    Components covered() {
        return covered;
    }
}
