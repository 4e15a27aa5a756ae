package io.govshare.dialect;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A gateway that answers as a test says, and remembers what it was asked. */
public final class SmallServer implements AutoCloseable {

    /** What came: method and target, header fields, and the parameters of query and form. */
    public record Asked(RecordedRequest wire, Map<String, String> parameters, String body) {

        public String header(String name) {
            String value = wire.getHeaders().get(name);
            return value == null ? "" : value;
        }

        public String parameter(String name) {
            return parameters.getOrDefault(name, "");
        }

        public String path() {
            return wire.getUrl().encodedPath();
        }
    }

    private final MockWebServer server = new MockWebServer();
    public final List<Asked> requests = new CopyOnWriteArrayList<>();

    public SmallServer(Function<Asked, MockResponse.Builder> answers) throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                Asked asked = asked(request);
                requests.add(asked);
                return answers.apply(asked).build();
            }
        });
        server.start();
    }

    public static SmallServer saying(Function<Asked, String> json) throws IOException {
        return new SmallServer(asked -> json(json.apply(asked)));
    }

    public static MockResponse.Builder json(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body(body);
    }

    private static Asked asked(RecordedRequest request) {
        String body = request.getBody() == null ? "" : request.getBody().utf8();
        Map<String, String> parameters = new HashMap<>();
        request.getUrl()
                .queryParameterNames()
                .forEach(name ->
                        parameters.put(name, String.valueOf(request.getUrl().queryParameter(name))));
        String type = request.getHeaders().get("Content-Type");
        if (type != null && type.startsWith("application/x-www-form-urlencoded")) {
            for (String pair : body.split("&", -1)) {
                String[] halves = pair.split("=", 2);
                if (halves.length == 2) {
                    parameters.put(
                            URLDecoder.decode(halves[0], StandardCharsets.UTF_8),
                            URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
                }
            }
        }
        return new Asked(request, parameters, body);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
