package io.govshare.dialect.gateway;

import io.govshare.auth.Credentials;
import io.govshare.catalog.CallRate;
import io.govshare.catalog.SharingAttribute;
import io.govshare.error.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway serves as a dataset: where, by which parameters, in which pages, and under which terms. Immutable: each
 * method returns a changed copy.
 *
 * <pre>{@code
 * Service.at("cn.mca.marriages", "/ebus/marriages")
 *         .required("UID", ValueType.TEXT)
 *         .optional("YEAR", ValueType.INTEGER)
 *         .key("UID")
 *         .personal("UID")
 *         .paging(Paging.pages("pageNo", "pageSize", 1, 100))
 * }</pre>
 */
public final class Service {

    /** Where it is; the id is empty where the gateway needs none, the address where it has one for all services. */
    private record Target(String id, String address, String method) {}

    /** Where things are in its answers, and what they mean; null for what is so everywhere on the gateway. */
    private record Answers(
            @Nullable String records,
            @Nullable String total,
            @Nullable String next,
            @Nullable UnaryOperator<Codes> codes) {}

    private record About(String title, String description) {}

    private record Terms(
            About about,
            SharingAttribute sharing,
            @Nullable CallRate rate,
            @Nullable Duration attemptTimeout,
            @Nullable Credentials credentials,
            boolean personalInUrl) {}

    private final String dataset;
    private final Target target;
    private final List<Parameter> parameters;
    private final Map<String, Object> constants;
    private final List<String> key;
    private final Set<String> personal;
    private final Paging paging;
    private final Answers answers;
    private final Terms terms;

    private Service(
            String dataset,
            Target target,
            List<Parameter> parameters,
            Map<String, Object> constants,
            List<String> key,
            Set<String> personal,
            Paging paging,
            Answers answers,
            Terms terms) {
        this.dataset = dataset;
        this.target = target;
        this.parameters = parameters;
        this.constants = constants;
        this.key = key;
        this.personal = personal;
        this.paging = paging;
        this.answers = answers;
        this.terms = terms;
    }

    private static Service of(String dataset, Target target) {
        if (dataset.isBlank()) {
            throw new ConfigurationException(
                    "Service: the id of the dataset is blank", "Give the id that the application asks for.");
        }
        return new Service(
                dataset,
                target,
                List.of(),
                Map.of(),
                List.of(),
                Set.of(),
                Paging.none(),
                new Answers(null, null, null, null),
                new Terms(new About(dataset, ""), SharingAttribute.CONDITIONAL, null, null, null, false));
    }

    /**
     * A service with an address of its own.
     *
     * @param dataset id by which the application asks for it
     * @param address path on the gateway, or an absolute URL; that host is trusted with signatures then
     */
    public static Service at(String dataset, String address) {
        return of(dataset, new Target("", address, ""));
    }

    /**
     * A service that the gateway knows by an id, behind one address for all.
     *
     * @param dataset id by which the application asks for it
     * @param id id by which the gateway knows it
     */
    public static Service named(String dataset, String id) {
        return of(dataset, new Target(id, "", ""));
    }

    /** The id by which the gateway knows it; none by default. */
    public Service id(String id) {
        return with(new Target(id, target.address, target.method));
    }

    /** The HTTP method, such as {@code GET}; by default what is usual on the gateway. */
    public Service method(String method) {
        return with(new Target(target.id, target.address, method.toUpperCase(Locale.ROOT)));
    }

    private Service with(Target newTarget) {
        return new Service(dataset, newTarget, parameters, constants, key, personal, paging, answers, terms);
    }

    /** Declares a parameter that must be given. */
    public Service required(String name, Parameter.ValueType type) {
        return parameter(Parameter.required(name, type));
    }

    /** Declares a parameter that may be given. */
    public Service optional(String name, Parameter.ValueType type) {
        return parameter(Parameter.optional(name, type));
    }

    /** Declares a parameter, in the place of one of the same name. */
    public Service parameter(Parameter parameter) {
        List<Parameter> more = new ArrayList<>(parameters);
        more.removeIf(known -> known.name().equals(parameter.name()));
        more.add(parameter);
        return new Service(dataset, target, List.copyOf(more), constants, key, personal, paging, answers, terms);
    }

    /** What is sent with each request, where the parameters of the service stand. */
    public Service constant(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(constants);
        more.put(name, Objects.requireNonNull(value, "value"));
        return new Service(dataset, target, parameters, more, key, personal, paging, answers, terms);
    }

    /** Names of the parameters that one record is looked up by, in the order of {@code Key.of(…)}. */
    public Service key(String... names) {
        return new Service(dataset, target, parameters, constants, List.of(names), personal, paging, answers, terms);
    }

    /** Names of parameters and fields whose values are personal; they stay out of URLs and messages. */
    public Service personal(String... names) {
        Set<String> more = new LinkedHashSet<>(personal);
        more.addAll(List.of(names));
        return new Service(dataset, target, parameters, constants, key, more, paging, answers, terms);
    }

    /** Allows personal values in the URL, where proxies and access logs keep them, since the service takes them nowhere else. */
    public Service allowPersonalInUrl() {
        return with(new Terms(terms.about, terms.sharing, terms.rate, terms.attemptTimeout, terms.credentials, true));
    }

    /** How it pages; not at all by default. Parameters declared before that are those of its pages are no longer asked for. */
    public Service paging(Paging newPaging) {
        List<Parameter> asked = parameters.stream()
                .filter(parameter -> !newPaging.takes(parameter.name()))
                .toList();
        return new Service(dataset, target, asked, constants, key, personal, newPaging, answers, terms);
    }

    /** JSON Pointer to the records in its answers; by default where they are everywhere on the gateway. */
    public Service records(String pointer) {
        return with(new Answers(pointer, answers.total, answers.next, answers.codes));
    }

    /** JSON Pointer to the number of all matching records in its answers; by which pages end reliably. */
    public Service total(String pointer) {
        return with(new Answers(answers.records, pointer, answers.next, answers.codes));
    }

    /** JSON Pointer to the cursor of the next page in its answers. */
    public Service next(String pointer) {
        return with(new Answers(answers.records, answers.total, pointer, answers.codes));
    }

    /** Changes what codes mean in its answers, beside what they mean everywhere on the gateway. */
    public Service codes(UnaryOperator<Codes> change) {
        @Nullable UnaryOperator<Codes> before = answers.codes;
        return with(new Answers(
                answers.records,
                answers.total,
                answers.next,
                before == null ? change : usual -> change.apply(before.apply(usual))));
    }

    private Service with(Answers newAnswers) {
        return new Service(dataset, target, parameters, constants, key, personal, paging, newAnswers, terms);
    }

    /**
     * Calls that are registered for it, in so much time; kept to before anything is sent. A fifth of them may come at once,
     * the others are spread, so that there are never more in such a time.
     */
    public Service rate(int calls, Duration in) {
        if (calls < 1 || in.isZero() || in.isNegative()) {
            throw new ConfigurationException(
                    "Service.rate of " + dataset + ": " + calls + " calls in " + in + " are no rate",
                    "Give at least 1 call in a time longer than zero.");
        }
        return with(new Terms(
                terms.about,
                terms.sharing,
                new CallRate(calls, in),
                terms.attemptTimeout,
                terms.credentials,
                terms.personalInUrl));
    }

    /** How long one attempt may take; by default what is usual in the client. */
    public Service attemptTimeout(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new ConfigurationException(
                    "Service.attemptTimeout of " + dataset + ": " + time + " is no time", "Give a time above zero.");
        }
        return with(new Terms(terms.about, terms.sharing, terms.rate, time, terms.credentials, terms.personalInUrl));
    }

    /** How it is shared; {@link SharingAttribute#CONDITIONAL} by default. */
    public Service sharing(SharingAttribute sharing) {
        return with(new Terms(
                terms.about, sharing, terms.rate, terms.attemptTimeout, terms.credentials, terms.personalInUrl));
    }

    /** Its name for people; the id of the dataset by default. */
    public Service title(String title) {
        return with(new Terms(
                new About(title, terms.about.description),
                terms.sharing,
                terms.rate,
                terms.attemptTimeout,
                terms.credentials,
                terms.personalInUrl));
    }

    /** What it is about and how it answers, for people; empty by default. */
    public Service description(String description) {
        return with(new Terms(
                new About(terms.about.title, description),
                terms.sharing,
                terms.rate,
                terms.attemptTimeout,
                terms.credentials,
                terms.personalInUrl));
    }

    /** Credentials for this service alone; by default those of the builder. */
    public Service credentials(Credentials credentials) {
        return with(new Terms(
                terms.about, terms.sharing, terms.rate, terms.attemptTimeout, credentials, terms.personalInUrl));
    }

    private Service with(Terms newTerms) {
        return new Service(dataset, target, parameters, constants, key, personal, paging, answers, newTerms);
    }

    /** The id by which the application asks for it. */
    public String dataset() {
        return dataset;
    }

    /** The id by which the gateway knows it; empty when it has none. */
    public String id() {
        return target.id;
    }

    /** Its path on the gateway or URL; empty when one address serves all. */
    public String address() {
        return target.address;
    }

    /** The parameters that it declares. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Its own credentials, if it has some. */
    public Optional<Credentials> credentials() {
        return Optional.ofNullable(terms.credentials);
    }

    String methodOr(String usual) {
        return target.method.isEmpty() ? usual : target.method;
    }

    Map<String, Object> constants() {
        return constants;
    }

    List<String> key() {
        return key;
    }

    Set<String> personal() {
        return personal;
    }

    Paging paging() {
        return paging;
    }

    boolean isPersonalInUrl() {
        return terms.personalInUrl;
    }

    @Nullable
    Duration attemptTimeout() {
        return terms.attemptTimeout;
    }

    @Nullable
    CallRate rate() {
        return terms.rate;
    }

    String title() {
        return terms.about.title;
    }

    String description() {
        return terms.about.description;
    }

    SharingAttribute sharing() {
        return terms.sharing;
    }

    @Nullable
    String records() {
        return answers.records;
    }

    /** What codes mean in its answers, where they mean this everywhere on the gateway. */
    Codes codes(Codes usual) {
        return answers.codes == null ? usual : answers.codes.apply(usual);
    }

    @Nullable
    String total() {
        return answers.total;
    }

    @Nullable
    String next() {
        return answers.next;
    }

    /** The ids of dataset and service. */
    @Override
    public String toString() {
        return "Service[" + dataset + (target.id.isEmpty() ? "]" : " as " + target.id + "]");
    }
}
