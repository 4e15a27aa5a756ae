package io.govshare.platform;

import io.govshare.http.Answer;
import io.govshare.http.Outcome;

/** Says what an answer means, with the platform's raw code, message and request id. Safe for concurrent use. */
@FunctionalInterface
public interface Classifier {

    Outcome classify(Answer answer);
}
