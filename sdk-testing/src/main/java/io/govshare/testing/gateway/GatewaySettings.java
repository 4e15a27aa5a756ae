package io.govshare.testing.gateway;

import io.govshare.testing.platform.PlatformClock;
import java.time.Duration;
import java.util.Map;

/**
 * What all styles have in common.
 *
 * @param secretLifetime how long exchanged secrets live; zero in a style that exchanges none
 * @param keys secret of each client
 * @param rowsIn member of the envelope that holds the rows
 */
record GatewaySettings(
        PlatformClock clock,
        TimeWindow window,
        Duration secretLifetime,
        Map<String, String> keys,
        Services services,
        String rowsIn) {

    /** @throws Refusal if there is no such client */
    String key(String where, String client) {
        String key = keys.get(client);
        if (key == null) {
            throw Refusal.unknownClient(where + " names " + client + ", which is not registered");
        }
        return key;
    }

    @Override
    public String toString() {
        return "GatewaySettings[" + keys.size() + " clients, " + window + "]";
    }
}
