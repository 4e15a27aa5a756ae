package io.govshare.dialect.standard;

import io.govshare.catalog.CataloguePage;
import io.govshare.catalog.CatalogueQuery;
import io.govshare.catalog.CatalogueSource;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Dcat;
import io.govshare.catalog.Grant;
import io.govshare.catalog.ServiceDescription;
import io.govshare.error.ConfigurationException;
import io.govshare.error.Diagnosis;
import io.govshare.error.GovShareException;
import io.govshare.error.InvalidRequestException;
import io.govshare.http.Answer;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.Request;
import io.govshare.platform.PlatformLink;
import io.govshare.platform.Refusal;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Descriptions as DCAT 3 and grants as ODRL 2.2, read from where discovery says. */
final class StandardCatalogue implements CatalogueSource {

    private static final String JSON = "application/ld+json, application/json;q=0.5";

    /** The usual words for an address that is not known speak of the id of a dataset, which a search has not. */
    private static final Diagnosis NO_CATALOGUE = Diagnosis.of(
            "There is no catalogue to be searched at this address",
            "Check catalogue(…) in StandardPlatform.at(…), or what the platform's API catalogue names; a dataset can be asked"
                    + " for by its id without a search.");

    private final PlatformLink link;
    private final String platform;
    private final Discovery discovery;

    StandardCatalogue(PlatformLink link, String platform, Discovery discovery) {
        this.link = link;
        this.platform = platform;
        this.discovery = discovery;
    }

    @Override
    public Optional<DatasetDescription> find(String id) throws IOException {
        @Nullable String catalogue = discovery.find(Endpoint.CATALOGUE);
        if (catalogue == null) {
            requireSomePlatform(id);
            return Optional.empty();
        }
        Request request = Request.get(Discovery.stripped(catalogue) + "/" + PathSegment.encoded(id));
        Answer answer = link.sender().send(id, request.with("Accept", JSON));
        if (answer.outcome().kind() == Kind.NOT_FOUND || answer.outcome().kind() == Kind.EMPTY) {
            return Optional.empty();
        }
        requireData(answer, id);
        requireJson(answer, id + ": the description in the catalogue");
        DatasetDescription description =
                Dcat.read(answer.bytes(), answer.request().uri(), id);
        if (!description.id().equals(id)) {
            throw JsonAnswer.rejected(
                    id + ": the description in the catalogue", "is malformed: dct:identifier names another dataset");
        }
        return Optional.of(description);
    }

    @Override
    public CataloguePage<DatasetDescription> search(CatalogueQuery query, @Nullable String next) throws IOException {
        return page(query, next, "dataset", Dcat::datasets);
    }

    @Override
    public CataloguePage<ServiceDescription> services(CatalogueQuery query, @Nullable String next) throws IOException {
        return page(query, next, "service", Dcat::services);
    }

    private <T> CataloguePage<T> page(
            CatalogueQuery query, @Nullable String next, String type, BiFunction<byte[], URI, CataloguePage<T>> reader)
            throws IOException {
        Request request = next == null ? first(query, type) : Request.get(next);
        Answer answer = link.sender().send("catalogue", request.with("Accept", JSON));
        switch (answer.outcome().kind()) {
            case OK -> {
                requireJson(answer, "A page of the catalogue");
                return followed(
                        answer, reader.apply(answer.bytes(), answer.request().uri()));
            }
            case EMPTY -> {
                return new CataloguePage<>(List.of(), OptionalLong.empty(), null);
            }
            case NOT_FOUND -> throw refused(answer.with(answer.outcome().because(NO_CATALOGUE)));
            default -> throw refused(answer);
        }
    }

    private GovShareException refused(Answer answer) {
        return Refusal.of(platform, null, 1, answer, link.now());
    }

    private Request first(CatalogueQuery query, String type) throws IOException {
        @Nullable String catalogue = discovery.find(Endpoint.CATALOGUE);
        if (catalogue == null) {
            requireSomePlatform("The catalogue");
            throw new ConfigurationException(
                    "This platform names no catalogue that could be searched",
                    "Name catalogue(…) in StandardPlatform.at(…), or ask for datasets that are bound by their ids.");
        }
        StringBuilder parameters = new StringBuilder(128).append("type=").append(type);
        query.text().ifPresent(text -> add(parameters, "q", text));
        query.publisher().ifPresent(publisher -> add(parameters, "publisher", publisher));
        query.theme().ifPresent(theme -> add(parameters, "theme", theme));
        query.sharing().ifPresent(sharing -> add(parameters, "sharing", sharing.name()));
        query.region().ifPresent(region -> add(parameters, "region", region));
        query.pageSize().ifPresent(limit -> add(parameters, "limit", Integer.toString(limit)));
        return Request.get(catalogue + (catalogue.indexOf('?') < 0 ? "?" : "&") + parameters);
    }

    private static void add(StringBuilder parameters, String name, String value) {
        parameters.append('&').append(name).append('=').append(PathSegment.encoded(value));
    }

    /** The page with its link as an absolute URL. */
    private static <T> CataloguePage<T> followed(Answer answer, CataloguePage<T> page) {
        if (page.next() == null) {
            return page;
        }
        try {
            String next = Request.get(answer.request().url(), page.next()).url();
            return new CataloguePage<>(page.items(), page.total(), next);
        } catch (InvalidRequestException e) {
            throw JsonAnswer.rejected("A page of the catalogue", "holds a next link that is no URL");
        }
    }

    private static void requireJson(Answer answer, String what) {
        if (JsonAnswer.isHtml(answer)) {
            throw JsonAnswer.rejected(what, "is an HTML page, perhaps of a login or a proxy, where JSON was expected");
        }
    }

    @Override
    public Optional<List<Grant>> grants(String dataset) throws IOException {
        @Nullable String grants = discovery.find(Endpoint.GRANTS);
        if (grants == null) {
            return Optional.empty();
        }
        Request request = Request.get(grants).withParameter("target", dataset);
        Answer answer = link.sender().send(dataset, request.with("Accept", JSON));
        requireData(answer, dataset);
        return Optional.of(new OdrlReader(dataset, answer).read());
    }

    /** A platform without catalogue is one thing, an address where no platform is another. */
    private void requireSomePlatform(String what) throws IOException {
        @Nullable String problem = discovery.problem();
        if (problem != null) {
            throw new ConfigurationException(
                    what + ": there is no catalogue to look into: " + problem,
                    "Check the address in StandardPlatform.at(…), name catalogue(…) there, or bind the dataset on the builder:"
                            + " bind(DatasetDescription.at(id, uri)).");
        }
    }

    private void requireData(Answer answer, String dataset) {
        if (answer.outcome().kind() != Kind.OK) {
            throw Refusal.of(platform, dataset, 1, answer, link.now());
        }
    }
}
