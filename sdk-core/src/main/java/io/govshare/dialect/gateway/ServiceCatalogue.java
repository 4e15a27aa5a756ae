package io.govshare.dialect.gateway;

import io.govshare.catalog.CataloguePage;
import io.govshare.catalog.CatalogueQuery;
import io.govshare.catalog.CatalogueSource;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.FieldDescription;
import io.govshare.catalog.Grant;
import io.govshare.catalog.ServiceDescription;
import io.govshare.error.InvalidRequestException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a gateway: its services as they are declared, by the ids of their datasets. Publisher, subject and region
 * are not declared, so nothing is said of them and nothing found by them; the gateway alone decides who may call.
 */
final class ServiceCatalogue implements CatalogueSource {

    private static final String PERSONAL_IN_URL = "personalInUrl";

    private final GatewaySettings settings;

    ServiceCatalogue(GatewaySettings settings) {
        this.settings = settings;
    }

    @Override
    public Optional<DatasetDescription> find(String id) {
        return Optional.ofNullable(settings.services().get(id)).map(ServiceCatalogue::described);
    }

    @Override
    public CataloguePage<DatasetDescription> search(CatalogueQuery query, @Nullable String next) {
        return page(query, next, ServiceCatalogue::described);
    }

    @Override
    public CataloguePage<ServiceDescription> services(CatalogueQuery query, @Nullable String next) {
        return page(query, next, this::offered);
    }

    /** @param next how many of those that match were on the pages before */
    private <T> CataloguePage<T> page(CatalogueQuery query, @Nullable String next, Function<Service, T> entry) {
        requireDeclared(query);
        List<Service> found = settings.services().values().stream()
                .filter(service -> matches(service, query))
                .sorted(Comparator.comparing(Service::dataset))
                .toList();
        int from = next == null ? 0 : Integer.parseInt(next);
        int to = Math.min(found.size(), from + query.pageSize().orElse(CatalogueQuery.LARGEST_PAGE));
        return new CataloguePage<>(
                found.subList(from, to).stream().map(entry).toList(),
                OptionalLong.of(found.size()),
                to < found.size() ? Integer.toString(to) : null);
    }

    private static void requireDeclared(CatalogueQuery query) {
        Set<String> asked = new LinkedHashSet<>();
        query.publisher().ifPresent(value -> asked.add("publisher"));
        query.theme().ifPresent(value -> asked.add("theme"));
        query.region().ifPresent(value -> asked.add("region"));
        if (!asked.isEmpty()) {
            throw new InvalidRequestException(
                    "The directory of a gateway does not say " + String.join(", ", asked)
                            + " of its services, so nothing can be found by it",
                    "Leave it out of the CatalogueQuery; a gateway's services are found by text(…) and sharing(…).");
        }
    }

    /** Words are looked for in what a service is called: its title, and the ids of dataset and service. */
    private static boolean matches(Service service, CatalogueQuery query) {
        if (query.sharing().isPresent() && query.sharing().get() != service.sharing()) {
            return false;
        }
        if (query.text().isEmpty()) {
            return true;
        }
        String names = (service.title() + "\n" + service.dataset() + "\n" + service.id()).toLowerCase(Locale.ROOT);
        return List.of(query.text().get().toLowerCase(Locale.ROOT).split("\\s+")).stream()
                .allMatch(names::contains);
    }

    private static DatasetDescription described(Service service) {
        Map<String, String> binding = new LinkedHashMap<>();
        binding.put("service", service.id());
        if (service.isPersonalInUrl()) {
            binding.put(PERSONAL_IN_URL, "true");
        }
        return DatasetDescription.builder(service.dataset())
                .title(service.title())
                .description(service.description())
                .sharing(service.sharing())
                .rate(service.rate())
                .key(service.key())
                .fields(fields(service))
                .binding(binding)
                .build();
    }

    /** The parameters, and what else is personal; the fields of the records are not declared. */
    private static List<FieldDescription> fields(Service service) {
        List<FieldDescription> fields = new ArrayList<>();
        Set<String> others = new LinkedHashSet<>(service.personal());
        for (Parameter parameter : service.parameters()) {
            boolean personal = others.remove(parameter.name());
            fields.add(new FieldDescription(
                            parameter.name(), parameter.type().published(), "", !parameter.required(), personal)
                    .notPublished(parameter.required() ? "required parameter" : "parameter"));
        }
        for (String name : others) {
            fields.add(new FieldDescription(name, "", "", true, true).notPublished("personal field"));
        }
        return fields;
    }

    private ServiceDescription offered(Service service) {
        return new ServiceDescription(
                service.id().isEmpty() ? service.dataset() : service.id(),
                service.title(),
                "",
                "",
                service.sharing(),
                URI.create(settings.url(service)),
                List.of(),
                List.of(service.dataset()),
                List.of(),
                List.of(),
                Map.of(),
                List.of());
    }

    /** Whether personal values may stand in the URLs of this dataset. */
    static boolean isPersonalInUrl(DatasetDescription dataset) {
        return dataset.binding().containsKey(PERSONAL_IN_URL);
    }

    @Override
    public Optional<List<Grant>> grants(String dataset) {
        return Optional.empty();
    }
}
