package io.govshare.dialect.standard;

import io.govshare.catalog.CatalogueSource;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Grant;
import io.govshare.error.ConfigurationException;
import io.govshare.http.Answer;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.Request;
import io.govshare.platform.PlatformLink;
import io.govshare.platform.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Descriptions as DCAT 3 and grants as ODRL 2.2, read from where discovery says. */
final class StandardCatalogue implements CatalogueSource {

    private static final String JSON = "application/ld+json, application/json;q=0.5";

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
        return Optional.of(new DcatReader(id, answer).read());
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
    private void requireSomePlatform(String id) throws IOException {
        @Nullable String problem = discovery.problem();
        if (problem != null) {
            throw new ConfigurationException(
                    id + ": there is no catalogue to look this dataset up in: " + problem,
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
