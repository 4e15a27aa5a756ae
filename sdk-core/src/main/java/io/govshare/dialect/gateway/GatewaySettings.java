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
import java.util.function.Consumer;

/**
 * What all gateways have in common, and each spells in its own way: {@link #at} has what is usual, and each method that takes a
 * value gives changed settings. Immutable.
 */
public final class GatewaySettings {

    /** All that can be set, at one place to be copied; nobody changes one that settings hold. */
    private static final class Values {

        private String base = "";
        private String name = "";
        private Map<String, Service> services = Map.of();
        private Codes codes = Codes.at();
        private ContextPlacement context = ContextPlacement.none();
        private String records = "/data";
        private String address = "";
        private String method = "GET";
        private Position position = Position.FORM;
        private String parameters = "";
        private Map<String, Object> constants = Map.of();
        private Headers headers = Headers.none();
        private boolean plainHttp;
        private boolean kept = true;

        Values copy() {
            Values copy = new Values();
            copy.base = base;
            copy.name = name;
            copy.services = services;
            copy.codes = codes;
            copy.context = context;
            copy.records = records;
            copy.address = address;
            copy.method = method;
            copy.position = position;
            copy.parameters = parameters;
            copy.constants = constants;
            copy.headers = headers;
            copy.plainHttp = plainHttp;
            copy.kept = kept;
            return copy;
        }
    }

    private final Values values;

    private GatewaySettings(Values values) {
        this.values = values;
    }

    /**
     * A gateway at this address, called by GET with parameters in the query (in the form of a POST), its records at {@code
     * /data}, without codes and context.
     *
     * @throws ConfigurationException if it is no absolute http or https URL
     */
    public static GatewaySettings at(String base) {
        String address = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        Origin origin = origin(address);
        boolean own = origin.port() == (origin.scheme().equals("https") ? 443 : 80);
        String host = origin.host().replaceAll("[^a-z0-9.-]", "-").replaceAll("^[.-]+", "");
        Values values = new Values();
        values.base = address;
        values.name = (host.isEmpty() ? "gateway" : host) + (own ? "" : "-" + origin.port());
        return new GatewaySettings(values);
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

    private GatewaySettings with(Consumer<Values> change) {
        Values changed = values.copy();
        change.accept(changed);
        return new GatewaySettings(changed);
    }

    private static <V> Map<String, V> and(Map<String, V> map, String name, V value) {
        Map<String, V> more = new LinkedHashMap<>(map);
        more.put(name, value);
        return Collections.unmodifiableMap(more);
    }

    /** Named like this. */
    public GatewaySettings name(String newName) {
        if (!newName.matches("[a-z0-9][a-z0-9.-]*")) {
            throw new ConfigurationException(
                    "name: '" + newName + "' is no name of a platform",
                    "Use lower-case letters, digits, dots and hyphens, beginning with a letter or digit.");
        }
        return with(changed -> changed.name = newName);
    }

    /** With this service, in the place of one of the same dataset. */
    public GatewaySettings service(Service service) {
        return with(changed -> changed.services = and(changed.services, service.dataset(), service));
    }

    /** With these meanings of codes. */
    public GatewaySettings codes(Codes codes) {
        return with(changed -> changed.codes = codes);
    }

    /** With the call context here. */
    public GatewaySettings context(ContextPlacement context) {
        return with(changed -> changed.context = context);
    }

    /** With the records of answers at this JSON Pointer. */
    public GatewaySettings records(String pointer) {
        return with(changed -> changed.records = pointer);
    }

    /** With one address for all services that have none of their own. */
    public GatewaySettings address(String path) {
        return with(changed -> changed.address = path);
    }

    /** With another usual method, and another usual place of parameters. */
    public GatewaySettings requests(String method, Position position) {
        return with(changed -> {
            changed.method = method;
            changed.position = position;
        });
    }

    /** With the parameters in the object at this JSON Pointer of the JSON body; empty for the body itself. */
    public GatewaySettings parametersAt(String pointer) {
        return with(changed -> changed.parameters = pointer);
    }

    /** With this at a JSON Pointer of the JSON body of each request. */
    public GatewaySettings constant(String pointer, Object value) {
        return with(changed -> changed.constants = and(changed.constants, pointer, value));
    }

    /** With http to another machine allowed. */
    public GatewaySettings allowPlainHttp() {
        return with(changed -> changed.plainHttp = true);
    }

    /**
     * With this header field on each request, that of the exchange of a secret too, in the place of one of the same name.
     *
     * @throws ConfigurationException if it is no name of a field, or no value of one
     */
    public GatewaySettings header(String name, String value) {
        Headers field = checked(name, value);
        return with(changed -> changed.headers = changed.headers.with(field));
    }

    private static Headers checked(String name, String value) {
        try {
            return Headers.of(name, value);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "header(name, value): '" + name
                            + "' is no name of a header field, or its value has a character that none may have",
                    "Give a name such as X-Forwarded-For, and a value on one line.");
        }
    }

    /** With answers that may be given again from the cache, as far as they allow it, or may not. */
    public GatewaySettings kept(boolean again) {
        return with(changed -> changed.kept = again);
    }

    /** Address, without a slash at its end. */
    public String base() {
        return values.base;
    }

    /** Name in logs, usage events and the folder of the usage spool. */
    public String name() {
        return values.name;
    }

    /** Its services by the id of their dataset. */
    public Map<String, Service> services() {
        return values.services;
    }

    /** What its codes mean. */
    public Codes codes() {
        return values.codes;
    }

    /** Where the call context goes. */
    public ContextPlacement context() {
        return values.context;
    }

    /** JSON Pointer to the records in answers. */
    public String records() {
        return values.records;
    }

    String method() {
        return values.method;
    }

    Position position() {
        return values.position;
    }

    String parameters() {
        return values.parameters;
    }

    Map<String, Object> constants() {
        return values.constants;
    }

    Headers headers() {
        return values.headers;
    }

    boolean plainHttp() {
        return values.plainHttp;
    }

    boolean kept() {
        return values.kept;
    }

    /** The address of a service. */
    String url(Service service) {
        return url(service.address().isEmpty() ? values.address : service.address());
    }

    /** The address of a path on the gateway, or the absolute URL that it is. */
    public String url(String address) {
        return address.startsWith("http://") || address.startsWith("https://")
                ? address
                : values.base + (address.isEmpty() || address.startsWith("/") ? "" : "/") + address;
    }

    /** Name and address; header fields and what bodies hold may be secret. */
    @Override
    public String toString() {
        return "GatewaySettings[" + values.name + " at " + values.base + "]";
    }
}
