package io.govshare.dialect.gateway;

import io.govshare.dataset.Envelope;
import io.govshare.dataset.Operator;
import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import io.govshare.http.Origin;
import io.govshare.http.Request;
import io.govshare.platform.Capabilities;
import io.govshare.platform.CredentialExchange;
import io.govshare.platform.Dialect;
import io.govshare.platform.Platform;
import io.govshare.platform.PlatformLink;
import io.govshare.platform.RequestSigner;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A gateway that stands between departments: services instead of datasets with a query language, signatures over
 * identifier, time and nonce, errors inside HTTP 200. A gateway of one style extends this and says how it signs; its
 * spellings it gives as {@link GatewaySettings}. Immutable, as those that extend it must be.
 *
 * <p>Only equality on declared parameters can be asked for; a service is looked up by key when it declares one.
 *
 * @param <G> the gateway itself
 */
public abstract class Gateway<G extends Gateway<G>> implements Platform {

    private static final Capabilities CAN =
            new Capabilities(Set.of(Operator.IS), false, false, false, false, true, request -> false);

    private final GatewaySettings settings;

    /** A gateway of these settings. */
    protected Gateway(GatewaySettings settings) {
        this.settings = settings;
    }

    /** The settings. */
    protected final GatewaySettings settings() {
        return settings;
    }

    /** The same gateway with other settings. */
    protected abstract G with(GatewaySettings changed);

    /** What signs each attempt. */
    protected abstract RequestSigner signer(GatewayConnection connection);

    /** What is exchanged for a secret of the session; nothing by default. */
    protected Optional<CredentialExchange> exchange(GatewayConnection connection) {
        return Optional.empty();
    }

    /** Names the gateway in logs, usage events and the folder of the usage spool; its host by default. */
    public final G name(String name) {
        return with(settings.name(name));
    }

    /** Adds a service, in the place of one of the same dataset. */
    public final G service(Service service) {
        return with(settings.service(service));
    }

    /** Changes what codes mean, where they are, and how "no data" is said. */
    public final G codes(UnaryOperator<Codes> change) {
        return with(settings.codes(change.apply(settings.codes())));
    }

    /** Changes where the call context goes, or puts it elsewhere. */
    public final G context(UnaryOperator<ContextPlacement> change) {
        return with(settings.context(change.apply(settings.context())));
    }

    /** JSON Pointer to the records in answers, for services that do not say where theirs are. */
    public final G records(String pointer) {
        return with(settings.records(pointer));
    }

    /**
     * A header field that is the same on each request, that of the exchange of a secret too, such as {@code X-Forwarded-For}
     * where the gateway compares it with the address that it has registered; none by default.
     *
     * @throws io.govshare.error.ConfigurationException if it is no name of a field, or no value of one
     */
    public final G header(String name, String value) {
        return with(settings.header(name, value));
    }

    /**
     * How services are called that do not say it themselves.
     *
     * @param method HTTP method, such as {@code POST}
     * @param position where parameters stand; those of a GET are in the query wherever the others are
     */
    public final G requests(String method, Position position) {
        return with(settings.requests(method, position));
    }

    /**
     * Whether records may be given again from the cache, as far as answers and the service's {@link
     * io.govshare.catalog.SharingAttribute} allow it. So by default, but for gateways that must see each access by an operator.
     */
    public final G cached(boolean again) {
        return with(settings.kept(again));
    }

    /** Allows http to another machine, though everyone on the way can read the data and send the request again. */
    public final G allowPlainHttp() {
        return with(settings.allowPlainHttp());
    }

    @Override
    public final String name() {
        return settings.name();
    }

    @Override
    public final Set<Origin> origins() {
        Set<Origin> origins = new LinkedHashSet<>();
        origins.add(Origin.of(URI.create(settings.base())));
        settings.services().values().forEach(service -> origins.add(origin(service)));
        return origins;
    }

    /** An address may hold characters that are encoded only when it is sent, which java.net.URI does not take. */
    private Origin origin(Service service) {
        try {
            return Request.get(settings.url(service)).origin();
        } catch (InvalidRequestException e) {
            throw new ConfigurationException(
                    "The address of the service of " + service.dataset() + ": "
                            + e.diagnosis().cause(),
                    "Give Service.at(dataset, address) a path on the gateway, or an absolute http or https URL.");
        }
    }

    @Override
    public final boolean isPlainHttpAllowed() {
        return settings.plainHttp();
    }

    @Override
    public final Dialect connect(PlatformLink link) {
        settings.services().values().forEach(this::requireBody);
        GatewayConnection connection = new GatewayConnection(link, settings);
        RequestSigner signer = signer(connection);
        Dialect.Builder dialect = Dialect.of(
                        new ServiceAddressing(settings),
                        new ServiceCodes(settings),
                        Envelope.recordsAt(settings.records()))
                .capabilities(CAN)
                .carrier(settings.context())
                .catalogue(new ServiceCatalogue(settings))
                .signer((request, attempt) -> signer.sign(connection.marked(request), attempt));
        exchange(connection).ifPresent(dialect::exchange);
        return dialect.build();
    }

    private void requireBody(Service service) {
        if (settings.context().needsBody() && Position.isBodiless(service.methodOr(settings.method()))) {
            throw new ConfigurationException(
                    "The service of " + service.dataset()
                            + " is called by GET, and the call context goes into a JSON body," + " which a GET has not",
                    "Call it by Service.method(\"POST\"), or put the context elsewhere: context(c -> ContextPlacement.…).");
        }
    }

    /** Style and address. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + settings.name() + " at " + settings.base() + ", "
                + settings.services().size() + " services]";
    }
}
