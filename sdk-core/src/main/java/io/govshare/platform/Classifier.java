package io.govshare.platform;

import io.govshare.http.Answer;
import io.govshare.http.Outcome;

/** Says what an answer means, with the platform's raw code, message and request id. Safe for concurrent use. */
@FunctionalInterface
public interface Classifier {

    /**
     * The meaning of this answer, whose body is whole, verified and decompressed. What carries no data, or a refusal inside
     * HTTP 200, is told apart here and nowhere else.
     */
    Outcome classify(Answer answer);

    /** The same where datasets have meanings of their own; by default they have none. */
    default Outcome classify(Answer answer, CallFacts facts) {
        return classify(answer);
    }
}
