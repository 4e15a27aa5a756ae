package io.govshare.service;

import io.govshare.dataset.Dataset;
import io.govshare.error.ConfigurationException;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.Internal;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Makes the objects behind interfaces marked {@link DataService}. */
@Internal
public final class DataServices {

    /** Where the datasets come from that services ask. */
    public interface Datasets {

        /** The dataset of this id, its records read as this type; makes no network call. */
        <T> Dataset<T> dataset(String id, Class<T> type);
    }

    private DataServices() {}

    /**
     * An object of this interface. Makes no network call.
     *
     * @param owner who the datasets are of, for the object's {@code toString}
     * @throws ConfigurationException if the interface is no data service that can work; names all that is wrong with it
     */
    public static <S> S create(@Nullable Class<S> service, Datasets datasets, Object owner) {
        if (service == null) {
            throw new ConfigurationException(
                    "GovShare.service(type) got null", "Give an interface marked @DataService.");
        }
        ServiceProxy handler = new ServiceProxy(service, new ServiceReader(service, datasets).read(), owner);
        try {
            return service.cast(Proxy.newProxyInstance(service.getClassLoader(), new Class<?>[] {service}, handler));
        } catch (IllegalArgumentException e) {
            Diagnosis why = Diagnosis.of(
                    service.getTypeName() + ": the JDK makes no object of this interface: " + e.getMessage(),
                    "Make it a top-level interface, or one in a class.");
            throw new ConfigurationException(ErrorDetails.of(why), e);
        }
    }
}
