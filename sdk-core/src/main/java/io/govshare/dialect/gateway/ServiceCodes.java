package io.govshare.dialect.gateway;

import io.govshare.http.Answer;
import io.govshare.http.Outcome;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Classifier;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the answers of each service mean: by its own codes and place of records, else as everywhere on the gateway. */
final class ServiceCodes implements Classifier {

    private final Codes usual;
    private final Map<String, Codes> own = new HashMap<>();

    ServiceCodes(GatewaySettings settings) {
        usual = settings.codes().recordsAt(settings.records());
        settings.services().forEach((dataset, service) -> {
            @Nullable String records = service.records();
            own.put(dataset, service.codes(settings.codes()).recordsAt(records == null ? settings.records() : records));
        });
    }

    @Override
    public Outcome classify(Answer answer) {
        return usual.classify(answer);
    }

    @Override
    public Outcome classify(Answer answer, CallFacts facts) {
        return facts.dataset() == null
                ? usual.classify(answer)
                : own.getOrDefault(facts.dataset().id(), usual).classify(answer);
    }
}
