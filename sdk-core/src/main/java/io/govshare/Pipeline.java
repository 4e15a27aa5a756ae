package io.govshare;

import io.govshare.auth.AuthStage;
import io.govshare.cache.CacheStage;
import io.govshare.catalog.AdmitStage;
import io.govshare.http.Answer;
import io.govshare.http.Exchange;
import io.govshare.http.Stage;
import io.govshare.http.Stage.Next;
import io.govshare.http.Transport;
import io.govshare.resilience.ResilienceStage;
import io.govshare.usage.UseStage;
import java.io.IOException;

/** The way of a call: which stages it passes, and in which order. Everything else about a stage stands in its own file. */
final class Pipeline {

    private final Next dataset;
    private final Next ahead;
    private final Next own;
    private final Next single;
    private final Next metadata;
    private final Next bare;

    Pipeline(
            UseStage use,
            AdmitStage admit,
            CacheStage cache,
            ResilienceStage resilience,
            AuthStage auth,
            SignStage sign,
            AnswerStage answer,
            Transport send) {
        // What the application asks for: on record, admitted, from memory if it may be, tried again if that helps.
        dataset = way(use, admit, cache, resilience, auth, sign, answer, send);
        // A page before the application asks for it, in a use that is on record: what becomes of it counts when it does
        // ask.
        ahead = way(admit, cache, resilience, auth, sign, answer, send);
        // What the SDK itself asks the platform: catalogue, grants.
        own = way(resilience, auth, sign, answer, send);
        // What is repeated by rules of its own: usage reports.
        single = way(auth, sign, answer, send);
        // What is public and comes before there is a credential: metadata, keys.
        metadata = way(resilience, answer, send);
        // The exchange of credentials: within a call, whose resilience is the one that tries again.
        bare = way(answer, send);
    }

    private static Next way(Stage... stages) {
        Next next = exchange -> {
            throw new IllegalStateException("The last stage of a pipeline sends; it has nothing to hand on to");
        };
        for (int i = stages.length - 1; i >= 0; i--) {
            next = next.after(stages[i]);
        }
        return next;
    }

    Answer dataset(Exchange exchange) throws IOException {
        return dataset.proceed(exchange);
    }

    Answer ahead(Exchange exchange) throws IOException {
        return ahead.proceed(exchange);
    }

    Answer own(Exchange exchange) throws IOException {
        return own.proceed(exchange);
    }

    Answer single(Exchange exchange) throws IOException {
        return single.proceed(exchange);
    }

    Answer metadata(Exchange exchange) throws IOException {
        return metadata.proceed(exchange);
    }

    Answer bare(Exchange exchange) throws IOException {
        return bare.proceed(exchange);
    }
}
