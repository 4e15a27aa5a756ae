package io.govshare.dialect.gateway;

import io.govshare.dataset.Envelope;
import io.govshare.dataset.Operator;
import io.govshare.http.Origin;
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
        settings.services().values().forEach(service -> origins.add(Origin.of(URI.create(settings.url(service)))));
        return origins;
    }

    @Override
    public final boolean isPlainHttpAllowed() {
        return settings.plainHttp();
    }

    @Override
    public final Dialect connect(PlatformLink link) {
        GatewayConnection connection = new GatewayConnection(link, settings);
        Dialect.Builder dialect = Dialect.of(
                        new ServiceAddressing(settings),
                        new ServiceCodes(settings),
                        Envelope.recordsAt(settings.records()))
                .capabilities(CAN)
                .carrier(settings.context())
                .catalogue(new ServiceCatalogue(settings.services()))
                .signer(signer(connection));
        exchange(connection).ifPresent(dialect::exchange);
        return dialect.build();
    }

    /** Style and address. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + settings.name() + " at " + settings.base() + ", "
                + settings.services().size() + " services]";
    }
}
