package io.govshare;

import io.govshare.cache.CacheOptions;
import io.govshare.catalog.Catalogue;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Grant;
import io.govshare.catalog.GrantPolicy;
import io.govshare.context.CallContext;
import io.govshare.context.ContextScope;
import io.govshare.context.ContextSource;
import io.govshare.context.ContextTask;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.SchemaDrift;
import io.govshare.error.ConfigurationException;
import io.govshare.error.Internal;
import io.govshare.http.HttpOptions;
import io.govshare.http.Origin;
import io.govshare.http.Sleeper;
import io.govshare.http.TimeSource;
import io.govshare.platform.ClientCredentials;
import io.govshare.platform.Platform;
import io.govshare.resilience.ResilienceOptions;
import io.govshare.signing.KeySource;
import io.govshare.usage.UsageLog;
import io.govshare.usage.UsageOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the datasets that other departments share on one platform. Token, signature, retries, cache and the
 * report of use are taken care of.
 *
 * <pre>{@code
 * try (GovShare govshare = GovShare.builder()
 *         .application("residence-permits", "1.4.0")
 *         .platform(StandardPlatform.at("https://share.example.gov"))
 *         .credentials(Credentials.privateKeyJwt("residence-permits", SigningKey.load(Path.of("key.pem"))))
 *         .context(CallContext.purpose("residence-permit").build())
 *         .build()) {
 *     Optional<District> gulou = govshare.dataset("cn.stats.counties", District.class).find("350102");
 * }
 * }</pre>
 *
 * <p>Safe for concurrent use; make one for each platform and keep it. {@link #close()} ends what is under way, delivers
 * pending usage reports and releases everything that the SDK made.
 *
 * <p>A call whose thread is interrupted ends with a {@link io.govshare.error.PlatformUnavailableException}, and the interrupt
 * flag stays set. Waits end at once; a read from the network that is blocked ends when something comes, or at its timeout.
 */
public interface GovShare extends AutoCloseable {

    /** Begins a client. */
    static Builder builder() {
        return new Builder();
    }

    /**
     * Runs the work with this context: calls made in it, on this thread, carry it unless they name a nearer one. Members that
     * it leaves open come from the scope around it. Other threads do not see it: hand tasks to them by {@link
     * CallContext#wrap(Runnable)}.
     *
     * @return what the work returns
     * @throws E what the work throws
     */
    static <R extends @Nullable Object, E extends Exception> R inContext(CallContext context, ContextTask<R, E> work)
            throws E {
        return ContextScope.inContext(given(context, "GovShare.inContext", "a CallContext"), work);
    }

    /**
     * Runs the work with this context, as {@link #inContext(CallContext, ContextTask)} does, for work without a result. Work
     * that throws checked exceptions returns something, such as null.
     */
    static void inContext(CallContext context, Runnable work) {
        ContextScope.inContext(given(context, "GovShare.inContext", "a CallContext"), work);
    }

    private static <V> V given(@Nullable V value, String method, String instead) {
        if (value == null) {
            throw new ConfigurationException(method + "(…) got null", "Give " + instead + ".");
        }
        return value;
    }

    /**
     * A dataset, its records read as this type: a record, a class with setters, or {@code Map}. Makes no network call; an
     * unknown dataset is found out by the first call. Cheap, but looks through the type: keep it where it is used often.
     *
     * @param id id in the platform's catalogue, or of a dataset given to {@link Builder#bind}
     * @throws ConfigurationException if records cannot be read as this type
     * @throws io.govshare.error.InvalidRequestException if the id is blank
     */
    <T> Dataset<T> dataset(String id, Class<T> type);

    /** The directory of what may be had: search it, read it through, look a dataset up. Makes no network call. */
    Catalogue catalogue();

    /**
     * An object of an interface that declares what is asked of datasets, marked {@link io.govshare.service.DataService}. The
     * whole interface is checked; makes no network call. Cheap, but looks through all types: keep the object. It is safe for
     * concurrent use, and ends with this {@code GovShare}.
     *
     * @throws ConfigurationException if something in the interface cannot be; names each method and what to do
     */
    <S> S service(Class<S> type);

    /**
     * A client for calls of one's own to this dataset's service, for Retrofit and generated clients: each call passes the
     * same stages as a typed one (context, grant, cache, retries, token, signature, usage record), in the context of the
     * thread that executes or enqueues it. A refusal of the SDK is an {@link java.io.IOException} whose cause is the {@link
     * io.govshare.error.GovShareException}; an answer of the platform is returned as it is, whatever it means. Answers are
     * read whole, and OkHttp's own timeouts, cache and network interceptors have no say. Ends with this {@code GovShare}.
     *
     * @throws io.govshare.error.InvalidRequestException if the id is blank
     */
    OkHttpClient okHttp(String dataset);

    /**
     * Compares the type of records with the schema that the catalogue publishes for a dataset: which fields are missing,
     * retyped, nullable or new. Reads the description, or has it already; it is no use of the data and needs no grant.
     *
     * @throws ConfigurationException if records cannot be read as this type, or nothing is published to compare it with
     * @throws io.govshare.error.NotFoundException if the dataset is unknown
     * @throws io.govshare.error.PlatformUnavailableException if the catalogue cannot be read
     */
    SchemaDrift check(String id, Class<?> type);

    /** The record of uses: what is pending, and a way to have it delivered now. */
    UsageLog usage();

    /**
     * Ends calls under way, which then fail with a {@code PlatformUnavailableException}; delivers pending usage reports, for
     * at most {@link UsageOptions#closeTimeout()} (5 s by default), what is left stays on disk for the next process; releases
     * the threads and connections that the SDK made. Idempotent. Calls made later throw an {@code IllegalStateException}.
     */
    @Override
    void close();

    /**
     * Collects the settings of a client. Required are {@link #application} and {@link #platform}. A setting given again
     * replaces what was given before, but for {@code bind}, {@code allowOrigin} and {@code customize}, which add up, and for
     * {@code http}, {@code resilience} and {@code usage}, which change what was given before.
     *
     * <p>Each method throws a {@link ConfigurationException} that names it if it gets null or a value that cannot be. Not
     * safe for concurrent use; one builder may build several clients.
     */
    final class Builder {

        @Nullable
        String application;

        @Nullable
        String version;

        @Nullable
        Platform platform;

        @Nullable
        ClientCredentials credentials;

        @Nullable
        KeySource signingKey;

        ContextSource context = CallContext::none;
        final Map<String, DatasetDescription> datasets = new LinkedHashMap<>();
        final List<Grant> boundGrants = new ArrayList<>();
        final Set<Origin> origins = new LinkedHashSet<>();
        HttpOptions http = HttpOptions.defaults();
        Consumer<OkHttpClient.Builder> customizer = client -> {};
        ResilienceOptions resilience = ResilienceOptions.defaults();
        CacheOptions cache = CacheOptions.defaults();
        UsageOptions usage = UsageOptions.defaults();
        GrantPolicy grants = GrantPolicy.LENIENT;

        @Nullable
        Executor executor;

        TimeSource time = TimeSource.SYSTEM;
        Sleeper sleeper = Sleeper.SYSTEM;

        private Builder() {}

        /**
         * Name and version of the application that asks; required. They go into usage events, and the name is a folder of the
         * usage spool.
         *
         * @throws ConfigurationException if one is missing, blank or has a control character
         */
        public Builder application(String name, String newVersion) {
            requireText(name, "name");
            requireText(newVersion, "version");
            application = name;
            version = newVersion;
            return this;
        }

        private static void requireText(@Nullable String text, String what) {
            if (text == null || text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
                throw new ConfigurationException(
                        "application(name, version): the " + what + " is "
                                + (text == null ? "null" : text.isBlank() ? "blank" : "no single line of text"),
                        "Say which application asks: .application(\"residence-permits\", \"1.4.0\").");
            }
        }

        /** The platform; required. For example {@code StandardPlatform.at("https://share.example.gov")}. */
        public Builder platform(Platform newPlatform) {
            platform =
                    given(newPlatform, "platform", "one, such as StandardPlatform.at(\"https://share.example.gov\")");
            return this;
        }

        /**
         * Who the application is; without it no credential is shown. Which kinds are taken is up to the platform's dialect,
         * and {@link #build()} refuses others.
         */
        public Builder credentials(ClientCredentials newCredentials) {
            credentials =
                    given(newCredentials, "credentials", "some, or leave the method out if the platform asks for none");
            return this;
        }

        /**
         * The key that requests are signed with, where it is not that of the credentials; a {@link KeySource#file} changes
         * with its file.
         */
        public Builder signing(KeySource key) {
            signingKey = given(key, "signing", "a key, or leave the method out to sign with that of the credentials");
            return this;
        }

        /** Purpose and the like of all calls that name nothing nearer; nothing by default. */
        public Builder context(CallContext newContext) {
            CallContext constant = given(newContext, "context", "a CallContext; CallContext.none() for nothing");
            return context(() -> constant);
        }

        /** Where to ask for the context of a call, such as the operator of the current web request. */
        public Builder context(ContextSource source) {
            context = given(source, "context", "a ContextSource that returns CallContext.none() for nothing");
            return this;
        }

        /**
         * Binds a dataset by configuration, so that no catalogue is asked for it. May be called several times.
         *
         * @throws ConfigurationException if one of this id is bound already to something else, or it has no usable address
         */
        public Builder bind(DatasetDescription dataset) {
            given(dataset, "bind", "a dataset, such as DatasetDescription.at(\"id\", uri)");
            @Nullable DatasetDescription other = datasets.putIfAbsent(dataset.id(), dataset);
            if (other != null && !other.equals(dataset)) {
                throw new ConfigurationException(
                        "bind(…) got two descriptions of dataset " + dataset.id(), "Bind each dataset once.");
            }
            return this;
        }

        /**
         * Binds a grant by configuration, so that the platform is not asked for the grants of its dataset. May be called
         * several times.
         */
        public Builder bind(Grant grant) {
            String id = given(grant, "bind", "a Grant").id();
            if (id == null
                    || id.isBlank()
                    || grant.dataset() == null
                    || grant.dataset().isBlank()) {
                throw new ConfigurationException(
                        "bind(grant) got one without id or dataset",
                        "Name both, since the record of uses does: Grant.of(\"G-0001\", \"cn.stats.counties\").");
            }
            boundGrants.add(grant);
            return this;
        }

        /**
         * Lets credentials, signature and context go to another origin than the platform's own, such as a department that
         * serves its data itself: scheme, host and port, such as {@code https://data.example.gov}. May be called several times.
         *
         * @throws ConfigurationException if it is no http or https URI, or says more than scheme, host and port
         */
        public Builder allowOrigin(URI origin) {
            origins.add(AllowedOrigin.of(given(origin, "allowOrigin", AllowedOrigin.EXAMPLE)));
            return this;
        }

        /** The same from text. */
        public Builder allowOrigin(String origin) {
            origins.add(AllowedOrigin.of(given(origin, "allowOrigin", AllowedOrigin.EXAMPLE)));
            return this;
        }

        /** Proxy, trust store, client certificate, DNS, timeouts: {@code .http(h -> h.proxy("proxy.example.gov", 3128))}. */
        public Builder http(UnaryOperator<HttpOptions> change) {
            http = changed(http, change, "http");
            return this;
        }

        /**
         * The hatch to OkHttp's own settings, applied before the SDK's: redirects, automatic retries, authenticators, cookies
         * and OkHttp's cache stay off, since the pipeline does their work. A connection pool or dispatcher given here is left
         * open when this client closes.
         */
        public Builder customize(Consumer<OkHttpClient.Builder> newCustomizer) {
            customizer = customizer.andThen(given(newCustomizer, "customize", "what to change"));
            return this;
        }

        /** What is tried again, and when to stop: {@code .resilience(r -> r.attempts(5).totalTimeout(Duration.ofSeconds(20)))}. */
        public Builder resilience(UnaryOperator<ResilienceOptions> change) {
            resilience = changed(resilience, change, "resilience");
            return this;
        }

        /** Where answers are kept; {@link CacheOptions#none()} for nowhere. In memory by default. */
        public Builder cache(CacheOptions options) {
            cache = given(options, "cache", "CacheOptions; CacheOptions.none() to keep nothing");
            return this;
        }

        /**
         * Where to do what runs beside the caller, such as reading pages ahead; at most four daemon threads of the client's own
         * by default. It is left running when the client closes.
         */
        public Builder executor(Executor newExecutor) {
            executor = given(newExecutor, "executor", "an Executor, or leave the method out");
            return this;
        }

        /** Where uses are recorded, and how they are delivered: {@code .usage(u -> u.folder(Path.of("/var/lib/app/usage")))}. */
        public Builder usage(UnaryOperator<UsageOptions> change) {
            usage = changed(usage, change, "usage");
            return this;
        }

        /** The same with all settings at once: {@code .usage(UsageOptions.notRecorded())}. */
        public Builder usage(UsageOptions options) {
            usage = given(options, "usage", "UsageOptions; UsageOptions.notRecorded() to record nothing");
            return this;
        }

        private static <O> O changed(O options, @Nullable UnaryOperator<O> change, String method) {
            O changed = given(change, method, "a change of the options").apply(options);
            if (changed == null) {
                throw new ConfigurationException(
                        method + "(…): the change returned null", "Return the options that it got, changed.");
            }
            return changed;
        }

        /** What to do when grants cannot be read; {@link GrantPolicy#LENIENT} by default: the platform decides. */
        public Builder grants(GrantPolicy policy) {
            grants = given(policy, "grants", "GrantPolicy.LENIENT or GrantPolicy.STRICT");
            return this;
        }

        /** Another clock and another way to wait, for tests. */
        @Internal
        public Builder clock(TimeSource newTime, Sleeper newSleeper) {
            time = newTime;
            sleeper = newSleeper;
            return this;
        }

        /**
         * The client. Makes no network call; opens the usage spool, and leaves nothing open when it fails.
         *
         * @throws ConfigurationException if a setting is missing or contradicts another; names the method and the fix
         */
        public GovShare build() {
            require(
                    application != null,
                    "application(name, version) is missing",
                    "Say which application asks: GovShare.builder().application(\"residence-permits\", \"1.4.0\").");
            require(
                    platform != null,
                    "platform(…) is missing",
                    "Say which platform: GovShare.builder().platform(StandardPlatform.at(\"https://…\")).");
            return new RealGovShare(this);
        }

        private static void require(boolean holds, String cause, String remedy) {
            if (!holds) {
                throw new ConfigurationException(cause, remedy);
            }
        }
    }
}
