package io.govshare.dialect.gateway;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.FieldDescription;
import io.govshare.dataset.Condition;
import io.govshare.dataset.Condition.Comparison;
import io.govshare.dataset.Envelope;
import io.govshare.dataset.Key;
import io.govshare.dataset.Operator;
import io.govshare.dataset.Query;
import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import io.govshare.http.Body;
import io.govshare.http.Request;
import io.govshare.platform.Addressing;
import io.govshare.platform.PageState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests to the services of a gateway: declared parameters, checked before anything is sent, and pages. */
final class ServiceAddressing implements Addressing {

    private final GatewaySettings settings;

    ServiceAddressing(GatewaySettings settings) {
        this.settings = settings;
    }

    @Override
    public Request query(DatasetDescription dataset, Query<?> query) {
        return page(dataset, query, null).orElseThrow();
    }

    @Override
    public Optional<Request> next(DatasetDescription dataset, Query<?> query, PageState last) {
        return page(dataset, query, last);
    }

    private Optional<Request> page(DatasetDescription dataset, Query<?> query, @Nullable PageState last) {
        Service service = service(dataset);
        @Nullable Map<String, Object> paging = service.paging().parameters(query, last);
        if (paging == null) {
            return Optional.empty();
        }
        Map<String, Object> given = new LinkedHashMap<>();
        query.condition().ifPresent(condition -> equalities(service, condition, given));
        return Optional.of(request(service, dataset, given, paging));
    }

    @Override
    public Request find(DatasetDescription dataset, Key key) {
        Service service = service(dataset);
        List<String> names = service.key().isEmpty() ? onlyRequired(service) : service.key();
        if (names.size() != key.values().size()) {
            throw new InvalidRequestException(
                    dataset.id() + ": a key of " + key.values().size() + " values, but the service is looked up by "
                            + names,
                    "Give one value for each of these parameters, in this order, or declare others: Service.key(…).");
        }
        Map<String, Object> given = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            given.put(names.get(i), key.values().get(i));
        }
        // A service that is read page by page wants its page named for a single record too.
        @Nullable Map<String, Object> first = service.paging().parameters(Query.all(), null);
        return request(service, dataset, given, first == null ? Map.of() : first);
    }

    private static List<String> onlyRequired(Service service) {
        List<String> required = service.parameters().stream()
                .filter(Parameter::required)
                .map(Parameter::name)
                .toList();
        if (required.size() != 1) {
            throw new InvalidRequestException(
                    service.dataset() + ": the service declares no key, and not just one required parameter",
                    "Declare Service.key(…), or use query(…) with a condition on " + names(service) + ".");
        }
        return required;
    }

    @Override
    public Request count(DatasetDescription dataset, Query<?> query) {
        throw new InvalidRequestException(dataset.id() + ": a gateway cannot count", "Count the records that come.");
    }

    @Override
    public Envelope pages(Envelope usual, DatasetDescription dataset) {
        Service service = service(dataset);
        @Nullable String records = service.records();
        Envelope envelope = records == null ? usual : Envelope.recordsAt(records);
        if (service.total() != null) {
            envelope = envelope.totalAt(service.total());
        }
        return service.next() == null ? envelope : envelope.cursorAt(service.next());
    }

    @Override
    public boolean repeatsLastPage(DatasetDescription dataset) {
        return service(dataset).paging().isNumbered();
    }

    private Service service(DatasetDescription dataset) {
        @Nullable Service service = settings.services().get(dataset.id());
        if (service == null) {
            throw new ConfigurationException(
                    dataset.id() + ": the gateway " + settings.name() + " has no service for this dataset",
                    "Declare it: .service(Service.at(\"" + dataset.id() + "\", path).required(…)) on the gateway.");
        }
        return service;
    }

    private static void equalities(Service service, Condition condition, Map<String, Object> given) {
        if (condition instanceof Condition.And and) {
            and.all().forEach(each -> equalities(service, each, given));
        } else if (condition instanceof Comparison comparison && comparison.operator() == Operator.IS) {
            Object value = comparison.values().get(0);
            @Nullable Object before = given.put(comparison.field(), value);
            if (before != null && !before.equals(value)) {
                throw new InvalidRequestException(
                        service.dataset() + ": the query asks for two values of '" + comparison.field() + "'",
                        "Give each parameter one value, or make two queries.");
            }
        } else {
            throw new InvalidRequestException(
                    service.dataset() + ": the gateway cannot carry '" + condition + "'",
                    "Use 'is' on the parameters " + names(service) + ", combined by 'and'.");
        }
    }

    private static List<String> names(Service service) {
        return service.parameters().stream().map(Parameter::name).toList();
    }

    private Request request(
            Service service, DatasetDescription dataset, Map<String, Object> given, Map<String, Object> paging) {
        for (String name : given.keySet()) {
            if (!names(service).contains(name)) {
                throw new InvalidRequestException(
                        dataset.id() + ": the service declares no parameter '" + name + "', so 'is' cannot be carried",
                        "Use one of " + names(service) + ", or declare it: Service.optional(\"" + name + "\", type).");
            }
        }
        String method = service.methodOr(settings.method());
        Position usual = usual(method);
        Request request = empty(method, service, usual);
        for (Map.Entry<String, Object> constant : service.constants().entrySet()) {
            request = usual.put(request, name(usual, constant.getKey()), constant.getValue());
        }
        for (Parameter parameter : service.parameters()) {
            @Nullable
            Object value = given.containsKey(parameter.name()) ? given.get(parameter.name()) : parameter.defaultValue();
            if (value != null) {
                request = placed(request, parameter, parameter.rendered(dataset.id(), value), usual, dataset, service);
            } else if (parameter.required()) {
                throw new InvalidRequestException(
                        dataset.id() + ": the required parameter '" + parameter.name() + "' is missing",
                        "Add where(\"" + parameter.name() + "\").is(…) to the query"
                                + (service.paging() == Paging.none()
                                        ? ", or declare Service.paging(…) if it is one of pages."
                                        : "."));
            }
        }
        for (Map.Entry<String, Object> each : paging.entrySet()) {
            @Nullable Position own = service.paging().position();
            Position position = own == null ? usual : own;
            request = position.put(request, name(position, each.getKey()), each.getValue());
        }
        // RFC 9111 §5.2.1.5: the SDK's own cache keeps to it, and so does any other on the way.
        Request asked = settings.kept() ? request : request.with("Cache-Control", "no-store");
        return asked.asQuery().attemptTimeout(service.attemptTimeout());
    }

    private Position usual(String method) {
        return Position.isBodiless(method) && settings.position() != Position.HEADER
                ? Position.QUERY
                : settings.position();
    }

    private Request empty(String method, Service service, Position usual) {
        String url = settings.url(service);
        if (Position.isBodiless(method)) {
            return Request.of(method, url, null);
        }
        if (usual == Position.FORM) {
            return Request.of(method, url, Body.form(Map.of()));
        }
        Request request = Request.of(method, url, usual == Position.JSON ? Body.json(Map.of()) : null);
        for (Map.Entry<String, Object> constant : settings.constants().entrySet()) {
            request = Position.JSON.put(request, constant.getKey(), constant.getValue());
        }
        return request;
    }

    private Request placed(
            Request request,
            Parameter parameter,
            Object value,
            Position usual,
            DatasetDescription dataset,
            Service service) {
        @Nullable Position own = parameter.position();
        Position position = own == null ? usual : own;
        boolean personal =
                dataset.field(parameter.name()).map(FieldDescription::personal).orElse(false);
        if (personal && position.isInUrl(request.method()) && !service.isPersonalInUrl()) {
            throw new ConfigurationException(
                    dataset.id() + ": '" + parameter.name() + "' is personal, and would stand in the URL, which proxies"
                            + " and access logs keep",
                    (own == null
                                    ? "Call the service by method(\"POST\")"
                                    : "The parameter was declared, or registered, to stand there: put it elsewhere in a POST by"
                                            + " Service.parameter(Parameter.required(name, type).in(Position.FORM))")
                            + ", or accept it by Service.allowPersonalInUrl().");
        }
        return position.put(request, name(position, parameter.wireName()), value);
    }

    /** In a JSON body, parameters stand in an object of their own unless they say where. */
    private String name(Position position, String name) {
        return position != Position.JSON || name.startsWith("/")
                ? name
                : settings.parameters() + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
