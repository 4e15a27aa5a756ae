package io.govshare;

import io.govshare.cache.CacheOptions;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.GrantPolicy;
import io.govshare.context.CallContext;
import io.govshare.context.ContextScope;
import io.govshare.context.ContextSource;
import io.govshare.context.ContextTask;
import io.govshare.dataset.Dataset;
import io.govshare.error.ConfigurationException;
import io.govshare.error.Internal;
import io.govshare.http.HttpOptions;
import io.govshare.http.Origin;
import io.govshare.http.Sleeper;
import io.govshare.http.TimeSource;
import io.govshare.platform.ClientCredentials;
import io.govshare.platform.Platform;
import io.govshare.resilience.ResilienceOptions;
import io.govshare.signing.SigningKey;
import io.govshare.usage.UsageLog;
import io.govshare.usage.UsageOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
 */
public interface GovShare extends AutoCloseable {

    /** Begins a client. */
    static Builder builder() {
        return new Builder();
    }

    /**
     * Runs the work with this context: calls made in it, on this thread, carry it unless they name a nearer one.
     *
     * @throws E what the work throws
     */
    static <R extends @Nullable Object, E extends Exception> R inContext(CallContext context, ContextTask<R, E> work)
            throws E {
        return ContextScope.inContext(context, work);
    }

    /**
     * A dataset, its records read as this type: a record, a POJO, or {@code Map}. Makes no network call; an unknown dataset
     * is found out by the first call.
     *
     * @param id id in the platform's catalogue, or of a dataset given to {@link Builder#bind}
     * @throws ConfigurationException if records cannot be read as this type
     */
    <T> Dataset<T> dataset(String id, Class<T> type);

    /**
     * A client for calls of one's own to this dataset's service, for Retrofit and generated clients: each call passes the
     * same stages as a typed one (context, grant, cache, retries, token, signature, usage record). A refusal of the SDK is an
     * {@link java.io.IOException} whose cause is the {@link io.govshare.error.GovShareException}; an answer of the platform
     * is returned as it is, whatever it means. Ends with this {@code GovShare}.
     */
    OkHttpClient okHttp(String dataset);

    /** The record of uses: what is pending, and a way to have it delivered now. */
    UsageLog usage();

    /** Ends calls under way, delivers pending usage reports within a bound, releases threads and connections. Idempotent. */
    @Override
    void close();

    /** Collects the settings of a client. Not safe for concurrent use; one builder may build several clients. */
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
        SigningKey signingKey;

        ContextSource context = CallContext::none;
        final List<DatasetDescription> bindings = new ArrayList<>();
        final Set<Origin> origins = new LinkedHashSet<>();
        HttpOptions http = HttpOptions.defaults();
        Consumer<OkHttpClient.Builder> customizer = client -> {};
        ResilienceOptions resilience = ResilienceOptions.defaults();
        CacheOptions cache = CacheOptions.defaults();
        UsageOptions usage = UsageOptions.defaults();
        GrantPolicy grants = GrantPolicy.LENIENT;
        TimeSource time = TimeSource.SYSTEM;
        Sleeper sleeper = Sleeper.SYSTEM;

        private Builder() {}

        /**
         * Name and version of the application that asks; required. They go into usage events, and the name is a folder of the
         * usage spool.
         */
        public Builder application(String name, String newVersion) {
            application = name;
            version = newVersion;
            return this;
        }

        /** The platform; required. For example {@code StandardPlatform.at("https://share.example.gov")}. */
        public Builder platform(Platform newPlatform) {
            platform = newPlatform;
            return this;
        }

        /** Who the application is; which kinds are taken is up to the platform's dialect. */
        public Builder credentials(ClientCredentials newCredentials) {
            credentials = newCredentials;
            return this;
        }

        /** The key that requests are signed with, where it is not that of the credentials. */
        public Builder signing(SigningKey key) {
            signingKey = key;
            return this;
        }

        /** Purpose and the like of all calls that name nothing nearer. */
        public Builder context(CallContext newContext) {
            return context(() -> newContext);
        }

        /** Where to ask for the context of a call, such as the operator of the current web request. */
        public Builder context(ContextSource source) {
            context = source;
            return this;
        }

        /** Binds a dataset by configuration, so that no catalogue is asked for it. May be called several times. */
        public Builder bind(DatasetDescription dataset) {
            bindings.add(dataset);
            return this;
        }

        /**
         * Lets credentials, signature and context go to another origin than the platform's own, such as a department that
         * serves its data itself. May be called several times.
         *
         * @throws ConfigurationException if it is no absolute http or https URI
         */
        public Builder allowOrigin(URI origin) {
            try {
                origins.add(Origin.of(origin));
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException(
                        "allowOrigin: " + e.getMessage(), "Give scheme and host, such as https://data.example.gov.");
            }
            return this;
        }

        /** Proxy, trust store, client certificate, DNS, timeouts: {@code .http(h -> h.proxy("proxy.example.gov", 3128))}. */
        public Builder http(UnaryOperator<HttpOptions> change) {
            http = change.apply(http);
            return this;
        }

        /**
         * The hatch to OkHttp's own settings, applied before the SDK's: redirects, automatic retries, authenticators, cookies
         * and OkHttp's cache stay off, since the pipeline does their work.
         */
        public Builder customize(Consumer<OkHttpClient.Builder> newCustomizer) {
            customizer = customizer.andThen(newCustomizer);
            return this;
        }

        /** What is tried again, and when to stop: {@code .resilience(r -> r.attempts(5).totalTimeout(Duration.ofSeconds(20)))}. */
        public Builder resilience(UnaryOperator<ResilienceOptions> change) {
            resilience = change.apply(resilience);
            return this;
        }

        /** Where answers are kept; {@link CacheOptions#none()} for nowhere. */
        public Builder cache(CacheOptions options) {
            cache = options;
            return this;
        }

        /** Where uses are recorded, and how they are delivered. */
        public Builder usage(UnaryOperator<UsageOptions> change) {
            usage = change.apply(usage);
            return this;
        }

        /** What to do when grants cannot be read; lenient by default: the platform decides. */
        public Builder grants(GrantPolicy policy) {
            grants = policy;
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
         * The client. Makes no network call.
         *
         * @throws ConfigurationException if a setting is missing or contradicts another; names the method and the fix
         */
        public GovShare build() {
            require(
                    application != null && !application.isBlank() && version != null && !version.isBlank(),
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
