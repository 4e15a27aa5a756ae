package io.govshare.signing;

import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads messages as RFCs print them. */
final class PrintedMessages {

    private PrintedMessages() {}

    /** A request; its URL is of the scheme {@code https}. */
    static Request request(String printed) {
        return request("https", printed);
    }

    static Request request(String scheme, String printed) {
        String[] first = firstLine(printed).split(" ", -1);
        Headers headers = fields(printed);
        String target =
                first[1].startsWith("/") ? headers.first("Host").orElseThrow().strip() + first[1] : first[1];
        String content = content(printed);
        Body body = content.isEmpty() ? null : Body.bytes("application/json", content.getBytes(StandardCharsets.UTF_8));
        return Request.of(first[0], scheme + "://" + target, body).with(headers);
    }

    static Answer answer(Request request, String printed) {
        int status = Integer.parseInt(firstLine(printed).split(" ", -1)[1]);
        return Answer.whole(request, status, fields(printed), content(printed).getBytes(StandardCharsets.UTF_8));
    }

    private static String firstLine(String printed) {
        return printed.lines().findFirst().orElseThrow();
    }

    private static Headers fields(String printed) {
        return headers(printed.split("\n\n", 2)[0].split("\n", 2)[1]);
    }

    /** Header fields, one a line. */
    static Headers headers(String printed) {
        List<String> pairs = new ArrayList<>();
        for (String line : printed.lines().toList()) {
            int colon = line.indexOf(':');
            pairs.add(line.substring(0, colon));
            pairs.add(line.substring(colon + 1));
        }
        return Headers.of(pairs.toArray(String[]::new));
    }

    private static String content(String printed) {
        String[] parts = printed.split("\n\n", 2);
        return parts.length == 1 ? "" : parts[1].strip();
    }
}
