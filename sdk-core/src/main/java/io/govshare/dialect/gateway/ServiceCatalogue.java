package io.govshare.dialect.gateway;

import io.govshare.catalog.CatalogueSource;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.FieldDescription;
import io.govshare.catalog.Grant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The datasets of a gateway, as its services describe them; the gateway alone decides who may call. */
final class ServiceCatalogue implements CatalogueSource {

    private static final String PERSONAL_IN_URL = "personalInUrl";

    private final Map<String, Service> services;

    ServiceCatalogue(Map<String, Service> services) {
        this.services = services;
    }

    @Override
    public Optional<DatasetDescription> find(String id) {
        return Optional.ofNullable(services.get(id)).map(ServiceCatalogue::described);
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
                .fields(service.personal().stream()
                        .map(name -> new FieldDescription(name, "", "", true, true))
                        .toList())
                .binding(binding)
                .build();
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
