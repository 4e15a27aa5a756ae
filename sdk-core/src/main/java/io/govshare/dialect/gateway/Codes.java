package io.govshare.dialect.gateway;

import io.govshare.error.Diagnosis;
import io.govshare.error.Masked;
import io.govshare.http.Answer;
import io.govshare.http.Outcome;
import io.govshare.http.Outcome.Kind;
import io.govshare.platform.Classifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the codes and sentences of a gateway mean, wherever in its JSON they stand; JSON inside strings is opened. Code,
 * message and request id go verbatim into the {@link Outcome}. Immutable: each method returns a changed copy.
 *
 * <p>A sentence that means "no data" and nothing else counts first, unless the code is one of success; then the code, then
 * other sentences, then a code that is {@link #likeStatuses spelled like a status}, then the HTTP status where it is none of
 * success. A code that is none of these is {@link #otherwise}, by default a failure behind the gateway, and the exception says
 * that it is not known. A sentence has at most {@value #LONGEST_SENTENCE} characters.
 */
public final class Codes implements Classifier {

    private static final String NO_DATA = "没有数据,无数据,查无数据,暂无数据,未查询到,查询无结果,no data";
    private static final int LONGEST_SENTENCE = 500;
    private static final Pattern STATUS = Pattern.compile("[45][0-9]{2}");

    /** What holds nothing, as a whole answer or in the place of records. */
    private static final Set<String> NOTHING = Set.of("[]", "null", "\"\"", "\"[]\"", "\"null\"");

    private static final int LONGEST_NOTHING = 16;

    /** Pointers to what says how it went; of each, the first that leads to something counts. */
    private record Where(List<String> code, List<String> message, List<String> requestId) {}

    /** What codes and words mean; all others mean {@code otherwise}. */
    private record Meaning(
            Set<String> success, Map<String, Kind> kinds, Phrases phrases, Kind otherwise, boolean statuses) {}

    private final Where where;
    private final Meaning meaning;
    private final @Nullable Codes inner;
    private final List<String> sentences;
    private final JsonLook.Places places;

    private Codes(Where where, Meaning meaning, @Nullable Codes inner, List<String> sentences) {
        this.where = where;
        this.meaning = meaning;
        this.inner = inner;
        this.sentences = sentences;
        Set<String> pointers = new HashSet<>(where.code);
        pointers.addAll(where.message);
        pointers.addAll(where.requestId);
        pointers.addAll(sentences);
        this.places = JsonLook.Places.of(pointers);
    }

    private Codes with(Where changed) {
        return new Codes(changed, meaning, inner, sentences);
    }

    private Codes with(Meaning changed) {
        return new Codes(where, changed, inner, sentences);
    }

    /** Codes at these JSON Pointers (RFC 6901); the first that is there counts. None for a gateway that has no codes. */
    public static Codes at(String... pointers) {
        return new Codes(
                new Where(List.of(pointers), List.of(), List.of()),
                new Meaning(Set.of(), Map.of(), Phrases.none(), Kind.UPSTREAM, false),
                null,
                List.of());
    }

    /** These codes at other places. */
    public Codes movedTo(String... pointers) {
        return with(new Where(List.of(pointers), where.message, where.requestId));
    }

    /** Where the message is; the first pointer that leads to one counts. */
    public Codes message(String... pointers) {
        return with(new Where(where.code, List.of(pointers), where.requestId));
    }

    /** Where the gateway's id of the request is; the header {@code X-Request-Id} by default. */
    public Codes requestId(String... pointers) {
        return with(new Where(where.code, where.message, List.of(pointers)));
    }

    /** The codes of success, in the place of those given before. */
    public Codes success(String... codes) {
        return with(new Meaning(Set.of(codes), meaning.kinds, meaning.phrases, meaning.otherwise, meaning.statuses));
    }

    /** Codes of success beside those given before. */
    public Codes alsoSuccess(String... codes) {
        Set<String> more = new HashSet<>(meaning.success);
        more.addAll(List.of(codes));
        return success(more.toArray(String[]::new));
    }

    /** What these codes mean. */
    public Codes on(Kind kind, String... codes) {
        Map<String, Kind> more = new HashMap<>(meaning.kinds);
        for (String code : codes) {
            more.put(code, kind);
        }
        return with(new Meaning(meaning.success, more, meaning.phrases, meaning.otherwise, meaning.statuses));
    }

    /**
     * What messages and bare sentences mean that hold one of these phrases, letters in any case. Of several the longest
     * counts.
     */
    public Codes onPhrase(Kind kind, String... parts) {
        return with(meaning.phrases.and(kind, null, parts));
    }

    /**
     * What one code means when the message holds one of these phrases, letters in any case, tried in the order in which they
     * are given; for a code that stands for several things. Without such a phrase it means what {@link #on} says.
     */
    public Codes onSaying(Kind kind, String code, String... parts) {
        return with(meaning.phrases.and(kind, code, parts));
    }

    private Codes with(Phrases changed) {
        return with(new Meaning(meaning.success, meaning.kinds, changed, meaning.otherwise, meaning.statuses));
    }

    /** Phrases by which the gateway says that there are no data, where its message says nothing else that is known. */
    public Codes empty(String... parts) {
        return onPhrase(Kind.EMPTY, parts);
    }

    /**
     * The phrases that are usual for that: {@value #NO_DATA}. What goes on as something else, such as 没有数据权限 or 无数据库连接,
     * is not "no data".
     */
    public Codes emptyInUsualWords() {
        return empty(NO_DATA.split(","))
                .onPhrase(Kind.DENIED, "无数据权限", "无数据访问", "无数据使用", "无数据查询权限", "no data access", "no data permission")
                .onPhrase(Kind.DENIED, "没有数据权限", "没有数据访问", "没有数据使用", "没有数据查询权限", "未查询到授权", "未查询到权限")
                .onPhrase(Kind.NOT_FOUND, "未查询到服务", "未查询到该服务", "未查询到接口", "未查询到该接口")
                .onPhrase(Kind.UPSTREAM, "无数据库", "没有数据库", "无数据源", "没有数据源", "no database", "no data source");
    }

    /** Codes that are spelled like the HTTP statuses of errors, such as {@code 403}, mean what these mean, unless more is said. */
    public Codes likeStatuses() {
        return with(new Meaning(meaning.success, meaning.kinds, meaning.phrases, meaning.otherwise, true));
    }

    /** What every other code means; {@link Kind#UPSTREAM} by default. */
    public Codes otherwise(Kind kind) {
        return with(new Meaning(meaning.success, meaning.kinds, meaning.phrases, kind, meaning.statuses));
    }

    /** Codes further inside, which count when these say success; absent ones say nothing. */
    public Codes within(Codes further) {
        return new Codes(where, meaning, further, sentences);
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
        return new Codes(where, meaning, inner, List.copyOf(onTheWay));
    }

    @Override
    public Outcome classify(Answer answer) {
        if (answer.status() < 300 && isNothing(answer.bytes())) {
            return Outcome.of(Kind.EMPTY);
        }
        @Nullable JsonLook look = JsonLook.at(places, answer.bytes());
        if (look == null) {
            return bare(answer);
        }
        @Nullable String said = first(look, where.code);
        @Nullable String words = first(look, where.message);
        @Nullable String id = first(look, where.requestId);
        if (id == null) {
            id = answer.headers().get("X-Request-Id");
        }
        boolean fine = answer.status() < 300;
        if (fine && (said == null ? words == null || where.code.isEmpty() : meaning.success.contains(said))) {
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
                    : new Outcome(
                            further.kind(),
                            further.code(),
                            further.message(),
                            id,
                            further.diagnosis(),
                            further.lasting());
        }
        @Nullable String sentence = sentence(look);
        if (sentence != null) {
            return outcome(phrase(sentence, meaning.otherwise), said, sentence, id);
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
        Outcome unknown = outcome(meaning.otherwise, said, words, id);
        return said == null ? unknown : unknown.because(unknown(said));
    }

    private Diagnosis unknown(String said) {
        String code = Masked.id(said);
        return Diagnosis.of(
                "The gateway says code '" + code + "', which is not known here, so that it counts as "
                        + meaning.otherwise,
                "Look it up in the gateway's list of codes and tell the SDK: codes(c -> c.on(Kind.…, \"" + code
                        + "\")), or c.success(…) if it means success.");
    }

    private @Nullable Kind known(@Nullable String said, @Nullable String words) {
        @Nullable Kind byPhrase = words == null ? null : meaning.phrases.of(words);
        if (byPhrase == Kind.EMPTY) {
            return byPhrase;
        }
        @Nullable Kind byBoth = said == null || words == null ? null : meaning.phrases.of(said, words);
        if (byBoth != null) {
            return byBoth;
        }
        @Nullable Kind byCode = said == null ? null : meaning.kinds.get(said);
        if (byCode != null) {
            return byCode;
        }
        if (byPhrase != null) {
            return byPhrase;
        }
        boolean like = meaning.statuses && said != null && STATUS.matcher(said).matches();
        return like ? byStatus(Integer.parseInt(said)) : null;
    }

    /** What is no JSON, or none that is whole. */
    private Outcome bare(Answer answer) {
        String text = new String(answer.bytes(), StandardCharsets.UTF_8)
                .replace("\uFEFF", "")
                .strip();
        @Nullable String id = answer.headers().get("X-Request-Id");
        if (answer.status() >= 300) {
            String shown = text.length() > LONGEST_SENTENCE ? text.substring(0, LONGEST_SENTENCE) + "…" : text;
            Kind byStatus = byStatus(answer.status());
            return outcome(isSentence(text) ? phrase(text, byStatus) : byStatus, null, shown, id);
        }
        // Not shown as a message: an answer that was cut off is full of records. Who reads them says what it is.
        return isSentence(text) ? outcome(phrase(text, meaning.otherwise), null, text, id) : Outcome.ok();
    }

    private static boolean isNothing(byte[] body) {
        return body.length <= LONGEST_NOTHING && NOTHING.contains(new String(body, StandardCharsets.UTF_8).strip());
    }

    /** Whether text is what an operator would say: no page, no piece of JSON, no file. */
    private static boolean isSentence(String text) {
        String inside = text.startsWith("\"") ? text.substring(1) : text;
        return !text.isBlank()
                && text.length() <= LONGEST_SENTENCE
                && !text.startsWith("<")
                && !JsonLook.isJson(inside);
    }

    /** What stands where the records should be, if it is no JSON. */
    private @Nullable String sentence(JsonLook look) {
        for (String pointer : sentences) {
            @Nullable String text = look.get(pointer);
            if (text != null && !NOTHING.contains(text.strip()) && isSentence(text.strip())) {
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
        @Nullable Kind known = meaning.phrases.of(words);
        return known == null ? unknown : known;
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
                        "Synchronise this machine's clock (NTP); if the gateway's message speaks of something else, check"
                                + " the options for timestamp, nonce, prefix and names, and the fields of header(…)."));
            case QUOTA -> outcome.asLasting();
            case NOT_FOUND ->
                outcome.because(Diagnosis.of(
                        "The gateway has no service at this address, or none of this id",
                        "Check the address in Service.at(…) and the service id that the gateway's operators gave."));
            case INVALID ->
                outcome.because(Diagnosis.of(
                        "The gateway does not take the parameters of this request, or what stands beside them",
                        "Compare required(…), optional(…), constant(…) and paging(…) of the Service with the description"
                                + " that the gateway's operators gave."));
            default -> outcome;
        };
    }
}
