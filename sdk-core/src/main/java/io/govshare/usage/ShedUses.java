package io.govshare.usage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Adds up what the events of a record say is not in it, or did not reach the platform. Not safe for concurrent use. */
final class ShedUses {

    private static final byte[] TYPE = ('"' + UsageJson.GAP_TYPE + '"').getBytes(StandardCharsets.US_ASCII);

    private long notOnRecord;
    private long tooOld;

    /** Adds what this event says; of the event of a use nothing. */
    void count(byte[] json) {
        if (mayBeGap(json)) {
            try {
                JsonNode event = JsonMapper.shared().readTree(json);
                if (UsageJson.isGap(event)) {
                    long shed = event.path("data").path("shed").asLong(0);
                    boolean old = GapReason.TOO_OLD
                            .word()
                            .equals(event.path("data").path("reason").asString(""));
                    notOnRecord += old ? 0 : shed;
                    tooOld += old ? shed : 0;
                }
            } catch (JacksonException unreadable) {
                // Whether it was changed is for its link to say; how many it counted is lost.
                return;
            }
        }
    }

    private static boolean mayBeGap(byte[] json) {
        int last = json.length - TYPE.length;
        for (int at = 0; at <= last; at++) {
            if (json[at] == TYPE[0] && Arrays.equals(json, at, at + TYPE.length, TYPE, 0, TYPE.length)) {
                return true;
            }
        }
        return false;
    }

    long notOnRecord() {
        return notOnRecord;
    }

    long tooOld() {
        return tooOld;
    }
}
