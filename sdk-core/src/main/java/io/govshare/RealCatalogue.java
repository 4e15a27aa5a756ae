package io.govshare;

import io.govshare.catalog.Catalogue;
import io.govshare.catalog.CatalogueCache;
import io.govshare.catalog.CataloguePage;
import io.govshare.catalog.CatalogueQuery;
import io.govshare.catalog.CatalogueSource;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Grant;
import io.govshare.catalog.ServiceDescription;
import io.govshare.dataset.Page;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.GovShareException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.http.Call;
import io.govshare.http.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The catalogue of the platform: reads it page by page, by the way of the SDK's own calls and with their time. */
final class RealCatalogue implements Catalogue {

    /** Reads one page from where the dialect keeps them. */
    @FunctionalInterface
    interface Pages<T> {
        CataloguePage<T> read(CatalogueQuery query, @Nullable String next) throws IOException;
    }

    private final RealGovShare govshare;
    private final CatalogueSource source;
    private final CatalogueCache known;
    private final TimeSource time;
    private final Duration timeout;

    RealCatalogue(
            RealGovShare govshare, CatalogueSource source, CatalogueCache known, TimeSource time, Duration timeout) {
        this.govshare = govshare;
        this.source = source;
        this.known = known;
        this.time = time;
        this.timeout = timeout;
    }

    @Override
    public Page<DatasetDescription> search(CatalogueQuery query) {
        return page(required(query, "search"), source::search, CatalogueTurn.FIRST);
    }

    @Override
    public Page<ServiceDescription> services(CatalogueQuery query) {
        return page(required(query, "services"), source::services, CatalogueTurn.FIRST);
    }

    @Override
    public Stream<DatasetDescription> stream(CatalogueQuery query) {
        return new CatalogueStream<>(this, required(query, "stream"), source::search).open();
    }

    @Override
    public Stream<ServiceDescription> streamServices(CatalogueQuery query) {
        return new CatalogueStream<>(this, required(query, "streamServices"), source::services).open();
    }

    @Override
    public Optional<DatasetDescription> find(String id) {
        String given = requiredId(id, "find");
        return serve(given, given, Set.of(), call -> {}, () -> known.find(given));
    }

    @Override
    public Optional<List<Grant>> grants(String id) {
        String given = requiredId(id, "grants");
        return serve(given, given, Set.of(), call -> {}, () -> known.grants(given));
    }

    private static String requiredId(@Nullable String id, String method) {
        if (id == null || id.isBlank()) {
            throw new InvalidRequestException("Catalogue." + method + "(id) got no id", "Give the id of a dataset.");
        }
        return id;
    }

    private static CatalogueQuery required(@Nullable CatalogueQuery query, String method) {
        if (query == null) {
            throw new InvalidRequestException(
                    "Catalogue." + method + "(query) got null", "Give CatalogueQuery.all() to find everything.");
        }
        return query;
    }

    private <T> Page<T> page(CatalogueQuery query, Pages<T> pages, CatalogueTurn turn) {
        CataloguePage<T> read = read(query, pages, turn, call -> {});
        CatalogueTurn following = turn.after(read, query);
        return Page.of(
                turn.within(read.items(), query),
                read.total(),
                following.next() == null ? null : () -> page(query, pages, following));
    }

    /**
     * Reads the page whose turn it is.
     *
     * @param underWay told of the call, so that it can be cancelled
     */
    <T> CataloguePage<T> read(CatalogueQuery query, Pages<T> pages, CatalogueTurn turn, Consumer<Call> underWay) {
        return serve("catalogue", null, words(query), underWay, () -> pages.read(query, turn.next()));
    }

    /** What the application's user may have typed, which platforms like to repeat. */
    private static Set<String> words(CatalogueQuery query) {
        Set<String> words = new HashSet<>();
        query.text().ifPresent(text -> {
            words.add(text);
            words.addAll(List.of(text.split("\\s+")));
        });
        return words;
    }

    /**
     * Does it within the time of one call, and says what is known of it when it fails.
     *
     * @param dataset the dataset that it is about; null when it is about none
     * @param hidden values that the platform may repeat and that the message must not show
     */
    private <R> R serve(
            String what, @Nullable String dataset, Set<String> hidden, Consumer<Call> underWay, Call.Work<R> work) {
        if (govshare.isClosed()) {
            throw new IllegalStateException("This GovShare is closed; build a new one");
        }
        Call call = Call.own(what, time, timeout);
        try (call) {
            underWay.accept(call);
            return call.serve(work);
        } catch (GovShareException e) {
            ErrorDetails complete =
                    e.details().over(ErrorDetails.of(e.diagnosis()).of(govshare.platformName(), dataset, 0));
            boolean says = complete.platformMessage() != null && !hidden.isEmpty();
            throw complete.equals(e.details()) && !says ? e : e.with(complete, hidden);
        } catch (IOException e) {
            Diagnosis why = stopped(e, call);
            throw new PlatformUnavailableException(ErrorDetails.of(why).of(govshare.platformName(), dataset, 0), e);
        }
    }

    private Diagnosis stopped(IOException e, Call call) {
        if (govshare.isClosed()) {
            return Diagnosis.of(
                    "The client was closed while the catalogue was read",
                    "Nothing to mend if this was intended; else see who calls close().");
        }
        if (call.isCancelled()) {
            return Diagnosis.of(
                    "The stream of the catalogue was closed while it was read",
                    "Nothing to mend if this was intended; else see who closes it.");
        }
        if (Thread.currentThread().isInterrupted()) {
            return Diagnosis.of(
                    "The thread that reads the catalogue was interrupted",
                    "Nothing to mend if this was intended; else see who interrupts it.");
        }
        return new Diagnosis(
                "The catalogue could not be read",
                String.valueOf(e.getMessage()),
                "Try again later; the cause below says more.");
    }
}
