package io.govshare.dialect.gateway;

import io.govshare.error.ConfigurationException;
import io.govshare.error.Masked;
import io.govshare.http.Headers;
import io.govshare.http.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What all gateways have in common, and each spells in its own way. Immutable.
 *
 * @param base address, without a slash at its end
 * @param name name in logs, usage events and the folder of the usage spool
 * @param services its services by the id of their dataset
 * @param codes what its codes mean
 * @param context where the call context goes
 * @param records JSON Pointer to the records in answers
 * @param address path or URL of services that have none of their own
 * @param method HTTP method of services that name none
 * @param position where parameters stand that do not say so
 * @param parameters JSON Pointer to the object that holds the parameters in a JSON body; empty for the body itself
 * @param constants what the JSON body of each request holds, by JSON Pointer
 * @param plainHttp whether http to another machine is allowed
 * @param headers header fields of each request, that of the exchange of a secret too
 * @param kept whether answers may be given again from the cache, as far as they allow it
 */
public record GatewaySettings(
        String base,
        String name,
        Map<String, Service> services,
        Codes codes,
        ContextPlacement context,
        String records,
        String address,
        String method,
        Position position,
        String parameters,
        Map<String, Object> constants,
        boolean plainHttp,
        Headers headers,
        boolean kept) {

    public GatewaySettings {
        services = Map.copyOf(services);
        constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    }

    /**
     * A gateway at this address, called by GET with parameters in the query (in the form of a POST), its records at {@code /data}, without codes and
     * context.
     *
     * @throws ConfigurationException if it is no absolute http or https URL
     */
    public static GatewaySettings at(String base) {
        String address = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        Origin origin = origin(address);
        boolean own = origin.port() == (origin.scheme().equals("https") ? 443 : 80);
        String host = origin.host().replaceAll("[^a-z0-9.-]", "-").replaceAll("^[.-]+", "");
        return new GatewaySettings(
                address,
                (host.isEmpty() ? "gateway" : host) + (own ? "" : "-" + origin.port()),
                Map.of(),
                Codes.at(),
                ContextPlacement.none(),
                "/data",
                "",
                "GET",
                Position.FORM,
                "",
                Map.of(),
                false,
                Headers.none(),
                true);
    }

    private static Origin origin(String address) {
        try {
            URI uri = new URI(address);
            if (uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null) {
                return Origin.of(uri);
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw noAddress(address);
        }
        throw noAddress(address);
    }

    private static ConfigurationException noAddress(String address) {
        return new ConfigurationException(
                "'" + Masked.url(address) + "' is no address of a gateway",
                "Give at(…) an absolute URL without user, query and fragment, such as https://gw.example.gov.");
    }

    /** Named like this. */
    public GatewaySettings name(String newName) {
        if (!newName.matches("[a-z0-9][a-z0-9.-]*")) {
            throw new ConfigurationException(
                    "name: '" + newName + "' is no name of a platform",
                    "Use lower-case letters, digits, dots and hyphens, beginning with a letter or digit.");
        }
        return new GatewaySettings(
                base,
                newName,
                services,
                codes,
                context,
                records,
                address,
                method,
                position,
                parameters,
                constants,
                plainHttp,
                headers,
                kept);
    }

    /** With this service, in the place of one of the same dataset. */
    public GatewaySettings service(Service service) {
        Map<String, Service> more = new LinkedHashMap<>(services);
        more.put(service.dataset(), service);
        return new GatewaySettings(
                base,
                name,
                more,
                codes,
                context,
                records,
                address,
                method,
                position,
                parameters,
                constants,
                plainHttp,
                headers,
                kept);
    }

    /** With these meanings of codes. */
    public GatewaySettings codes(Codes newCodes) {
        return new GatewaySettings(
                base,
                name,
                services,
                newCodes,
                context,
                records,
                address,
                method,
                position,
                parameters,
                constants,
                plainHttp,
                headers,
                kept);
    }

    /** With the call context here. */
    public GatewaySettings context(ContextPlacement newContext) {
        return new GatewaySettings(
                base,
                name,
                services,
                codes,
                newContext,
                records,
                address,
                method,
                position,
                parameters,
                constants,
                plainHttp,
                headers,
                kept);
    }

    /** With the records of answers at this JSON Pointer. */
    public GatewaySettings records(String pointer) {
        return new GatewaySettings(
                base,
                name,
                services,
                codes,
                context,
                pointer,
                address,
                method,
                position,
                parameters,
                constants,
                plainHttp,
                headers,
                kept);
    }

    /** With one address for all services that have none of their own. */
    public GatewaySettings address(String path) {
        return new GatewaySettings(
                base,
                name,
                services,
                codes,
                context,
                records,
                path,
                method,
                position,
                parameters,
                constants,
                plainHttp,
                headers,
                kept);
    }

    /** With another usual method, and another usual place of parameters. */
    public GatewaySettings requests(String newMethod, Position newPosition) {
        return new GatewaySettings(
                base,
                name,
                services,
                codes,
                context,
                records,
                address,
                newMethod,
                newPosition,
                parameters,
                constants,
                plainHttp,
                headers,
                kept);
    }

    /** With the parameters in this object of the JSON body. */
    public GatewaySettings parametersAt(String pointer) {
        return new GatewaySettings(
                base, name, services, codes, context, records, address, method, position, pointer, constants, plainHttp,
                headers, kept);
    }

    /** With this in the JSON body of each request. */
    public GatewaySettings constant(String pointer, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(constants);
        more.put(pointer, value);
        return new GatewaySettings(
                base,
                name,
                services,
                codes,
                context,
                records,
                address,
                method,
                position,
                parameters,
                more,
                plainHttp,
                headers,
                kept);
    }

    /** With http to another machine allowed. */
    public GatewaySettings allowPlainHttp() {
        return new GatewaySettings(
                base,
                name,
                services,
                codes,
                context,
                records,
                address,
                method,
                position,
                parameters,
                constants,
                true,
                headers,
                kept);
    }

    /**
     * With this header field on each request, in the place of one of the same name.
     *
     * @throws ConfigurationException if it is no name of a field, or no value of one
     */
    public GatewaySettings header(String name, String value) {
        return new GatewaySettings(
                base,
                this.name,
                services,
                codes,
                context,
                records,
                address,
                method,
                position,
                parameters,
                constants,
                plainHttp,
                headers.with(checked(name, value)),
                kept);
    }

    private static Headers checked(String name, String value) {
        try {
            return Headers.of(name, value);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "header(name, value): '" + name
                            + "' is no name of a header field, or its value has a character that" + " none may have",
                    "Give a name such as X-Forwarded-For, and a value on one line.");
        }
    }

    /** With answers that may be given again from the cache, or may not. */
    public GatewaySettings kept(boolean again) {
        return new GatewaySettings(
                base,
                name,
                services,
                codes,
                context,
                records,
                address,
                method,
                position,
                parameters,
                constants,
                plainHttp,
                headers,
                again);
    }

    /** The address of a service. */
    String url(Service service) {
        return url(service.address().isEmpty() ? address : service.address());
    }

    /** The address of a path on the gateway, or the absolute URL that it is. */
    public String url(String address) {
        return address.startsWith("http://") || address.startsWith("https://")
                ? address
                : base + (address.isEmpty() || address.startsWith("/") ? "" : "/") + address;
    }
}
