package io.govshare.dialect.gateway;

import io.govshare.error.Diagnosis;
import io.govshare.error.Masked;
import io.govshare.http.Answer;
import io.govshare.http.Outcome;
import io.govshare.http.Outcome.Kind;
import io.govshare.platform.Classifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the codes and sentences of a gateway mean, wherever in its JSON they stand; JSON inside strings is opened. Code,
 * message and request id go verbatim into the {@link Outcome}. Immutable: each method returns a changed copy.
 *
 * <p>A sentence that means "no data" counts first, unless the code is one of success; then the code, then other sentences,
 * then a code that is {@link #likeStatuses spelled like a status}, then the HTTP status where it is none of success. A code
 * that is none of these is {@link #otherwise}, by default a failure behind the gateway, and the exception says that it is not
 * known.
 */
public final class Codes implements Classifier {

    private static final String NO_DATA = "没有数据,无数据,查无数据,暂无数据,未查询到,查询无结果,no data";
    private static final int LONGEST_SENTENCE = 500;
    private static final Pattern STATUS = Pattern.compile("[45][0-9]{2}");

    /** Between a code and a phrase that counts for it alone; no message of one line holds it. */
    private static final char OF_CODE = '\n';

    private final List<String> code;
    private final List<String> message;
    private final List<String> requestId;
    private final Set<String> success;
    private final Map<String, Kind> kinds;
    private final Map<String, Kind> phrases;
    private final Kind otherwise;
    private final @Nullable Codes inner;
    private final List<String> sentences;
    private final boolean statuses;
    private final JsonLook.Places places;

    private Codes(
            List<String> code,
            List<String> message,
            List<String> requestId,
            Set<String> success,
            Map<String, Kind> kinds,
            Map<String, Kind> phrases,
            Kind otherwise,
            @Nullable Codes inner,
            List<String> sentences,
            boolean statuses) {
        this.code = code;
        this.message = message;
        this.requestId = requestId;
        this.success = success;
        this.kinds = kinds;
        this.phrases = phrases;
        this.otherwise = otherwise;
        this.inner = inner;
        this.sentences = sentences;
        this.statuses = statuses;
        Set<String> pointers = new HashSet<>(code);
        pointers.addAll(message);
        pointers.addAll(requestId);
        pointers.addAll(sentences);
        this.places = JsonLook.Places.of(pointers);
    }

    /** Codes at these JSON Pointers (RFC 6901); the first that is there counts. None for a gateway that has no codes. */
    public static Codes at(String... pointers) {
        return new Codes(
                List.of(pointers),
                List.of(),
                List.of(),
                Set.of(),
                Map.of(),
                Map.of(),
                Kind.UPSTREAM,
                null,
                List.of(),
                false);
    }

    /** These codes at other places. */
    public Codes movedTo(String... pointers) {
        return new Codes(
                List.of(pointers), message, requestId, success, kinds, phrases, otherwise, inner, sentences, statuses);
    }

    /** Where the message is; the first pointer that leads to one counts. */
    public Codes message(String... pointers) {
        return new Codes(
                code, List.of(pointers), requestId, success, kinds, phrases, otherwise, inner, sentences, statuses);
    }

    /** Where the gateway's id of the request is; the header {@code X-Request-Id} by default. */
    public Codes requestId(String... pointers) {
        return new Codes(
                code, message, List.of(pointers), success, kinds, phrases, otherwise, inner, sentences, statuses);
    }

    /** The codes of success, in the place of those given before. */
    public Codes success(String... codes) {
        return new Codes(
                code, message, requestId, Set.of(codes), kinds, phrases, otherwise, inner, sentences, statuses);
    }

    /** Codes of success beside those given before. */
    public Codes alsoSuccess(String... codes) {
        Set<String> more = new HashSet<>(success);
        more.addAll(List.of(codes));
        return success(more.toArray(String[]::new));
    }

    /** What these codes mean. */
    public Codes on(Kind kind, String... codes) {
        return new Codes(
                code,
                message,
                requestId,
                success,
                more(kinds, kind, codes),
                phrases,
                otherwise,
                inner,
                sentences,
                statuses);
    }

    /** What messages and bare sentences mean that hold one of these phrases. */
    public Codes onPhrase(Kind kind, String... parts) {
        return new Codes(
                code,
                message,
                requestId,
                success,
                kinds,
                more(phrases, kind, parts),
                otherwise,
                inner,
                sentences,
                statuses);
    }

    /**
     * What one code means when the message holds one of these phrases, tried in the order in which they are given; for a code
     * that stands for several things. Without such a phrase it means what {@link #on} says.
     */
    public Codes onSaying(Kind kind, String code, String... parts) {
        String[] ofCode = new String[parts.length];
        for (int i = 0; i < parts.length; i++) {
            ofCode[i] = code + OF_CODE + parts[i];
        }
        return onPhrase(kind, ofCode);
    }

    /** Phrases by which the gateway says that there are no data. */
    public Codes empty(String... parts) {
        return onPhrase(Kind.EMPTY, parts);
    }

    /** The phrases that are usual for that: {@value #NO_DATA}. */
    public Codes emptyInUsualWords() {
        return empty(NO_DATA.split(","));
    }

    private static Map<String, Kind> more(Map<String, Kind> known, Kind kind, String... words) {
        Map<String, Kind> more = new LinkedHashMap<>(known);
        for (String word : words) {
            more.put(word, kind);
        }
        return more;
    }

    /** Codes that are spelled like the HTTP statuses of errors, such as {@code 403}, mean what these mean, unless more is said. */
    public Codes likeStatuses() {
        return new Codes(code, message, requestId, success, kinds, phrases, otherwise, inner, sentences, true);
    }

    /** What every other code means; {@link Kind#UPSTREAM} by default. */
    public Codes otherwise(Kind kind) {
        return new Codes(code, message, requestId, success, kinds, phrases, kind, inner, sentences, statuses);
    }

    /** Codes further inside, which count when these say success; absent ones say nothing. */
    public Codes within(Codes further) {
        return new Codes(code, message, requestId, success, kinds, phrases, otherwise, further, sentences, statuses);
    }

    /** These codes for answers with records at this pointer, in whose place a bare sentence may stand. */
    Codes recordsAt(String pointer) {
        List<String> onTheWay = new ArrayList<>();
        for (int at = pointer.indexOf('/', 1); at > 0; at = pointer.indexOf('/', at + 1)) {
            onTheWay.add(pointer.substring(0, at));
        }
        if (!pointer.isEmpty()) {
            onTheWay.add(pointer);
        }
        return new Codes(
                code, message, requestId, success, kinds, phrases, otherwise, inner, List.copyOf(onTheWay), statuses);
    }

    @Override
    public Outcome classify(Answer answer) {
        @Nullable JsonLook look = JsonLook.at(places, answer.bytes());
        if (look == null) {
            return bare(answer);
        }
        @Nullable String said = first(look, code);
        @Nullable String words = first(look, message);
        @Nullable String id = first(look, requestId);
        if (id == null) {
            id = answer.headers().get("X-Request-Id");
        }
        boolean fine = answer.status() < 300;
        if (fine && (said == null ? words == null || code.isEmpty() : success.contains(said))) {
            return fine(answer, look, said, words, id);
        }
        return refused(answer, said, words, id);
    }

    /** What stands where the records should be, in an answer whose outermost code is one of success. */
    private Outcome fine(
            Answer answer, JsonLook look, @Nullable String said, @Nullable String words, @Nullable String id) {
        Outcome further = inner == null ? Outcome.ok() : inner.classify(answer);
        // Before anything else: a refusal further inside often stands beside an empty list, which means nothing then.
        if (!further.isSuccess()) {
            return further.requestId() != null
                    ? further
                    : new Outcome(further.kind(), further.code(), further.message(), id, further.diagnosis());
        }
        @Nullable String sentence = sentence(look);
        if (sentence != null) {
            return outcome(phrase(sentence, otherwise), said, sentence, id);
        }
        return holdsNothing(look) ? outcome(Kind.EMPTY, said, words, id) : further;
    }

    private Outcome refused(Answer answer, @Nullable String said, @Nullable String words, @Nullable String id) {
        @Nullable Kind known = known(said, words);
        if (known != null) {
            return outcome(known, said, words, id);
        }
        if (answer.status() >= 300) {
            return outcome(byStatus(answer.status()), said, words, id);
        }
        Outcome unknown = outcome(otherwise, said, words, id);
        return said == null ? unknown : unknown.because(unknown(said));
    }

    private Diagnosis unknown(String said) {
        String code = Masked.id(said);
        return Diagnosis.of(
                "The gateway says code '" + code + "', which is not known here, so that it counts as " + otherwise,
                "Look it up in the gateway's list of codes and tell the SDK: codes(c -> c.on(Kind.…, \"" + code
                        + "\")), or c.success(…) if it means success.");
    }

    private @Nullable Kind known(@Nullable String said, @Nullable String words) {
        @Nullable Kind byPhrase = words == null ? null : phrase(words);
        if (byPhrase == Kind.EMPTY) {
            return byPhrase;
        }
        @Nullable Kind byBoth = said == null || words == null ? null : saying(said, words);
        if (byBoth != null) {
            return byBoth;
        }
        @Nullable Kind byCode = said == null ? null : kinds.get(said);
        if (byCode != null) {
            return byCode;
        }
        if (byPhrase != null) {
            return byPhrase;
        }
        return statuses && said != null && STATUS.matcher(said).matches() ? byStatus(Integer.parseInt(said)) : null;
    }

    /** A sentence with nothing around it; an HTML page is left to the reader of records, which says what it is. */
    private Outcome bare(Answer answer) {
        String text = new String(answer.bytes(), StandardCharsets.UTF_8).strip();
        String shown = text.length() > LONGEST_SENTENCE ? text.substring(0, LONGEST_SENTENCE) + "…" : text;
        @Nullable String id = answer.headers().get("X-Request-Id");
        if (text.isEmpty() || text.startsWith("<")) {
            return answer.status() < 300 ? Outcome.ok() : outcome(byStatus(answer.status()), null, shown, id);
        }
        Kind unknown = answer.status() < 300 ? otherwise : byStatus(answer.status());
        return outcome(phrase(text, unknown), null, shown, id);
    }

    /** What stands where the records should be, if it is no JSON. */
    private @Nullable String sentence(JsonLook look) {
        for (String pointer : sentences) {
            @Nullable String text = look.get(pointer);
            if (text != null && !text.isBlank() && !text.strip().equals("null") && !JsonLook.isJson(text)) {
                return text;
            }
        }
        return null;
    }

    /** Whether what should lead to the records is an array or object with nothing in it, be it in a string. */
    private boolean holdsNothing(JsonLook look) {
        for (String pointer : sentences) {
            @Nullable String text = look.get(pointer);
            if (text != null
                    && (text.strip().equals(JsonLook.NOTHING) || text.strip().equals("{}"))) {
                return true;
            }
        }
        return false;
    }

    private Kind phrase(String words, Kind unknown) {
        @Nullable Kind known = phrase(words);
        return known == null ? unknown : known;
    }

    private @Nullable Kind phrase(String words) {
        for (Map.Entry<String, Kind> each : phrases.entrySet()) {
            if (each.getKey().indexOf(OF_CODE) < 0 && words.contains(each.getKey())) {
                return each.getValue();
            }
        }
        return null;
    }

    private @Nullable Kind saying(String said, String words) {
        String code = said + OF_CODE;
        for (Map.Entry<String, Kind> each : phrases.entrySet()) {
            if (each.getKey().startsWith(code) && words.contains(each.getKey().substring(code.length()))) {
                return each.getValue();
            }
        }
        return null;
    }

    private static @Nullable String first(JsonLook look, List<String> pointers) {
        for (String pointer : pointers) {
            @Nullable String text = look.get(pointer);
            if (text != null && !text.isBlank()) {
                return text;
            }
        }
        return null;
    }

    private static Kind byStatus(int status) {
        return switch (status) {
            case 401 -> Kind.SIGNATURE_REJECTED;
            case 403 -> Kind.DENIED;
            case 404 -> Kind.NOT_FOUND;
            case 429 -> Kind.QUOTA;
            case 503 -> Kind.BUSY;
            default -> status == 408 || status >= 500 ? Kind.UPSTREAM : Kind.INVALID;
        };
    }

    private static Outcome outcome(
            Kind kind, @Nullable String code, @Nullable String message, @Nullable String requestId) {
        Outcome outcome = Outcome.of(kind, code, message, requestId);
        return switch (kind) {
            case SIGNATURE_REJECTED ->
                outcome.because(Diagnosis.of(
                        "The gateway does not accept the signature",
                        "Check id and secret in credentials(…), and the options of the gateway that shape the signature,"
                                + " such as names, case, nonce and unit of time."));
            case CLOCK ->
                outcome.because(Diagnosis.of(
                        "The gateway does not accept the time of the request, or what stands beside it",
                        "Synchronise this machine's clock (NTP); if it is right, check the options for timestamp and"
                                + " nonce."));
            case QUOTA -> outcome.asLasting();
            case NOT_FOUND ->
                outcome.because(Diagnosis.of(
                        "The gateway has no service at this address, or none of this id",
                        "Check the address in Service.at(…) and the service id that the gateway's operators gave."));
            default -> outcome;
        };
    }
}
