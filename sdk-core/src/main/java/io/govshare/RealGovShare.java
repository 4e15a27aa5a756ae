package io.govshare;

import io.govshare.auth.AuthStage;
import io.govshare.cache.CachePolicy;
import io.govshare.cache.CacheStage;
import io.govshare.catalog.AdmitStage;
import io.govshare.catalog.Catalogue;
import io.govshare.catalog.CatalogueCache;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.FieldDescription;
import io.govshare.context.CallContext;
import io.govshare.context.ContextScope;
import io.govshare.context.ContextSource;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.PublishedField;
import io.govshare.dataset.RecordReader;
import io.govshare.dataset.SchemaDrift;
import io.govshare.error.ConfigurationException;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.NotFoundException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Request;
import io.govshare.http.SkewClock;
import io.govshare.http.TimeSource;
import io.govshare.http.Transport;
import io.govshare.http.TrustedOrigins;
import io.govshare.platform.ClientCredentials;
import io.govshare.platform.Dialect;
import io.govshare.platform.Platform;
import io.govshare.resilience.ResilienceStage;
import io.govshare.service.DataServices;
import io.govshare.usage.UsageLog;
import io.govshare.usage.UsageRoom;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The client: makes the rooms and wires them, begins uses, and ends everything. */
final class RealGovShare implements GovShare {

    /** How long closing waits for threads whose calls it has cancelled. */
    private static final Duration DRAIN = Duration.ofSeconds(1);

    /** A deadline later than this ends nothing, and might not be counted in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Platform platform;
    private final Dialect dialect;
    private final ContextSource contextSource;
    private final Duration timeout;
    private final TimeSource time;
    private final SkewClock clock;
    private final TrustedOrigins origins;
    private final CatalogueCache catalogue;
    private final UsageRoom usage;
    private final Pipeline pipeline;
    private final Transport transport;
    private final Executor io;
    private final @Nullable ThreadPoolExecutor ownIo;
    private final RawCalls raw;
    private final Link link;
    private final AbandonedStreams abandoned = new AbandonedStreams();
    private final Set<Use> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** A permit for each time that a thread has done its work for a use after closing began. */
    private final Semaphore rested = new Semaphore(0);

    RealGovShare(Builder settings) {
        platform = Objects.requireNonNull(settings.platform);
        contextSource = settings.context;
        timeout = settings.resilience.totalTimeout();
        time = settings.time;
        clock = new SkewClock(time);
        origins = new TrustedOrigins(platform.origins(), settings.origins, platform.isPlainHttpAllowed());
        settings.datasets.values().forEach(dataset -> requireTrusted(dataset, origins));
        ownIo = settings.executor == null ? IoThreads.create() : null;
        io = settings.executor == null ? Objects.requireNonNull(ownIo) : settings.executor;
        link = new Link(settings, clock, io);
        dialect = platform.connect(link);
        CacheStage cache = new CacheStage(
                settings.cache,
                platform.name(),
                identity(settings.credentials),
                dialect.carrier().carried(),
                clock::now,
                time);
        catalogue = new CatalogueCache(dialect.catalogue(), time, io, cache::evict);
        settings.datasets.values().forEach(catalogue::bind);
        settings.boundGrants.forEach(catalogue::bind);
        AdmitStage admit = new AdmitStage(
                platform.name(), catalogue, dialect.carrier().required(), settings.grants, clock::now, time);
        transport = new Transport(settings.http, origins, clock, time, settings.customizer);
        // Last, since it holds a lock and a thread, and a client that cannot be built leaves neither behind.
        usage = UsageRoom.open(
                settings.usage,
                Objects.requireNonNull(settings.application),
                Objects.requireNonNull(settings.version),
                platform.name(),
                dialect.usage(),
                time,
                settings.sleeper,
                abandoned::look);
        pipeline = new Pipeline(
                usage.stage(),
                admit,
                cache,
                new ResilienceStage(platform.name(), settings.resilience, time, clock, settings.sleeper),
                AuthStage.of(dialect.exchange(), time, io),
                new SignStage(dialect, clock),
                new AnswerStage(dialect, time, settings.http.maxAnswerSize()),
                transport);
        link.through(pipeline);
        raw = new RawCalls(this);
    }

    /** A bound address that nothing may be sent to is found here rather than by the first call. */
    private static void requireTrusted(DatasetDescription dataset, TrustedOrigins origins) {
        @Nullable URI access = dataset.access();
        if (access == null) {
            return;
        }
        try {
            origins.check(Request.get(access.toString()));
        } catch (ConfigurationException | InvalidRequestException e) {
            Diagnosis why = e.diagnosis();
            throw new ConfigurationException(
                    "bind(…) of dataset " + dataset.id() + ": " + why.cause(),
                    e instanceof InvalidRequestException
                            ? "Give DatasetDescription.at(…) an absolute URL."
                            : why.remedy());
        }
    }

    private static String identity(@Nullable ClientCredentials credentials) {
        return credentials == null ? "" : credentials.clientId();
    }

    @Override
    public <T> Dataset<T> dataset(String id, Class<T> type) {
        return new RealDataset<>(
                this, id, reader(id, type, "dataset(id, type)"), CallContext.none(), CallOptions.defaults());
    }

    private static <T> RecordReader<T> reader(String id, @Nullable Class<T> type, String method) {
        requireId(id, method);
        if (type == null) {
            throw new ConfigurationException(
                    "GovShare." + method + " got no type for " + id,
                    "Give a record, a class with setters, or Map.class.");
        }
        return RecordReader.of(type, id);
    }

    @Override
    public SchemaDrift check(String id, Class<?> type) {
        RecordReader<?> reader = reader(id, type, "check(id, type)");
        if (closed.get()) {
            throw new IllegalStateException("This GovShare is closed; build a new one");
        }
        try {
            return reader.compared(describe(id).fields().stream()
                    .filter(FieldDescription::isPublished)
                    .map(field -> new PublishedField(field.name(), field.type(), field.nullable()))
                    .toList());
        } catch (IOException e) {
            Diagnosis why = new Diagnosis(
                    "The description of the dataset could not be read",
                    String.valueOf(e.getMessage()),
                    "Try again later; the cause below says more.");
            throw new PlatformUnavailableException(ErrorDetails.of(why).of(platform.name(), id, 0), e);
        }
    }

    @Override
    public Catalogue catalogue() {
        return new RealCatalogue(this, dialect.catalogue(), catalogue, time, timeout);
    }

    @Override
    public <S> S service(Class<S> type) {
        return DataServices.create(type, this::dataset, this);
    }

    @Override
    public OkHttpClient okHttp(String dataset) {
        requireId(dataset, "okHttp(dataset)");
        return raw.client(dataset);
    }

    private static void requireId(@Nullable String id, String method) {
        if (id == null || id.isBlank()) {
            throw new InvalidRequestException(
                    "GovShare." + method + " got no id", "Give the id of a dataset in the platform's catalogue.");
        }
    }

    @Override
    public UsageLog usage() {
        return usage.log();
    }

    Dialect dialect() {
        return dialect;
    }

    String platformName() {
        return platform.name();
    }

    Instant now() {
        return time.now();
    }

    AbandonedStreams abandoned() {
        return abandoned;
    }

    /** Threads for what runs beside the caller. */
    Executor io() {
        return io;
    }

    /** How many uses have begun and not ended. */
    int underWay() {
        return underWay.size();
    }

    boolean isClosed() {
        return closed.get();
    }

    /** The context as it is now: nearest wins, member by member. */
    CallContext capture(CallContext ofCall) {
        return ContextScope.merged(ofCall, contextSource);
    }

    /**
     * Begins a use and puts it on record, even if the context of it cannot be had; streams have no total deadline.
     *
     * @param marks adds to a description what the type of the records says of its fields
     */
    Use begin(
            String dataset,
            String operation,
            Supplier<CallContext> captured,
            CallOptions options,
            UnaryOperator<DatasetDescription> marks) {
        abandoned.look();
        Call call = new Call(dataset, operation, time, total(operation, options)).put(CallOptions.class, options);
        if (options.isFresh()) {
            call.put(CachePolicy.class, CachePolicy.REVALIDATE);
        }
        CallContext context;
        try {
            context = captured.get();
        } catch (RuntimeException | Error e) {
            return opened(new Use(this, call, CallContext.none(), marks)).run(use -> {
                throw e;
            });
        }
        return opened(new Use(this, call, context, marks));
    }

    /** The time that a use that begins now has; null for no end. */
    private @Nullable Duration total(String operation, CallOptions options) {
        @Nullable
        Duration total = operation.equals("stream")
                ? options.timeout().orElse(null)
                : options.timeout().orElse(timeout);
        if (total == null && options.deadline().isEmpty()) {
            return null;
        }
        Duration most = total == null || total.compareTo(LONGEST) > 0 ? LONGEST : total;
        Duration left = options.deadline()
                .map(moment -> Duration.between(time.now(), moment))
                .orElse(most);
        return left.isNegative() ? Duration.ZERO : left.compareTo(most) < 0 ? left : most;
    }

    /** Lists the use and puts it on record. */
    private Use opened(Use use) {
        underWay.add(use);
        use.call().onEnd(() -> underWay.remove(use));
        // Asked after it is listed: either the closing is seen here, or the use is seen by who closes.
        if (closed.get()) {
            use.call().close();
            throw new IllegalStateException("This GovShare is closed; build a new one");
        }
        return use.recorded(usage.stage());
    }

    /** A thread has done its work for a use. */
    void rested() {
        if (closed.get()) {
            rested.release();
        }
    }

    DatasetDescription describe(String dataset) throws IOException {
        return catalogue.findForCall(dataset).orElseThrow(() -> {
            Diagnosis unknown = Diagnosis.of(
                    "Neither the platform's catalogue nor a binding knows this dataset",
                    "Check the id; a gateway's dataset is declared by its service(…), another without catalogue is bound by"
                            + " GovShare.builder().bind(…).");
            return new NotFoundException(ErrorDetails.of(unknown).of(platform.name(), dataset, 0), null);
        });
    }

    /** @param ahead whether the application has not asked for it yet, so that a failure is none of its use */
    Answer send(Exchange exchange, boolean ahead) throws IOException {
        // The transport asks again; here it spares a foreign host, as of a link, a token and a place of its own.
        origins.check(exchange.request());
        return ahead ? pipeline.ahead(exchange) : pipeline.dataset(exchange);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        for (Use use : underWay) {
            use.call().cancel();
        }
        awaitThreads();
        underWay.forEach(Use::giveUp);
        raw.close();
        usage.close();
        link.close();
        transport.close();
        if (ownIo != null) {
            ownIo.shutdownNow();
        }
    }

    /** Lets the threads that are at work for a use come back by themselves, so that its record says how it really ended. */
    private void awaitThreads() {
        long end = time.nanoTime() + DRAIN.toNanos();
        try {
            while (underWay.stream().anyMatch(Use::isWorking)) {
                if (!rested.tryAcquire(end - time.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "GovShare[" + platform.name() + (closed.get() ? ", closed]" : "]");
    }
}
