package io.govshare.dialect.standard;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Distribution;
import io.govshare.catalog.FieldDescription;
import io.govshare.dataset.Condition;
import io.govshare.dataset.Condition.Comparison;
import io.govshare.dataset.Envelope;
import io.govshare.dataset.Key;
import io.govshare.dataset.Operator;
import io.govshare.dataset.Order;
import io.govshare.dataset.Query;
import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.Masked;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Body;
import io.govshare.http.Request;
import io.govshare.platform.Addressing;
import io.govshare.platform.PageState;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * OData 4.01 requests (URL Conventions, Protocol §11) at the address of a dataset. A query goes as a POST to {@code /$query}
 * when its URL would be too long or would show a personal value.
 */
final class StandardAddressing implements Addressing {

    /**
     * Longer URLs fail at some proxy or gateway on the way: RFC 9110 §4.1 only recommends that 8,000 octets be supported, and
     * many are set to less.
     */
    static final int LONGEST_URL = 2_000;

    /** Media type of records as lines. */
    static final String NDJSON = "application/x-ndjson";

    private final int pageSize;
    private volatile @Nullable Address last;

    /** @param pageSize records on a page to ask for; 0 for the platform's choice */
    StandardAddressing(int pageSize) {
        this.pageSize = pageSize;
    }

    @Override
    public Request query(DatasetDescription dataset, Query<?> query) {
        return page(query(set(dataset), dataset, query));
    }

    @Override
    public Optional<Request> lines(DatasetDescription dataset, Query<?> query) {
        for (Distribution distribution : dataset.distributions()) {
            @Nullable URI address = distribution.access();
            if (address != null && isLines(distribution.mediaType())) {
                return Optional.of(query(address.toString(), dataset, query).with("Accept", NDJSON));
            }
        }
        return Optional.empty();
    }

    /** A directory may give the media type as IANA's IRI of it, in capitals, or with parameters (RFC 9110 §8.3.1). */
    private static boolean isLines(String mediaType) {
        int parameters = mediaType.indexOf(';');
        String bare = parameters < 0 ? mediaType : mediaType.substring(0, parameters);
        return bare.strip().toLowerCase(Locale.ROOT).endsWith(NDJSON);
    }

    private Request query(String set, DatasetDescription dataset, Query<?> query) {
        Options options = new Options(dataset);
        query.condition().ifPresent(options::filter);
        if (!query.select().isEmpty()) {
            options.add("$select", names(query.select()));
        }
        if (!query.order().isEmpty()) {
            StringJoiner levels = new StringJoiner(",");
            for (Order order : query.order()) {
                levels.add(ODataText.name(order.field()) + (order.descending() ? " desc" : ""));
            }
            options.add("$orderby", levels.toString());
        }
        OptionalInt limit = query.limit();
        if (limit.isPresent()) {
            options.add("$top", Integer.toString(limit.getAsInt()));
        }
        if (query.isCounted()) {
            options.add("$count", "true");
        }
        return options.request(set, "", isPersonal(dataset, query.condition()));
    }

    @Override
    public Optional<Request> next(DatasetDescription dataset, Query<?> query, PageState last) {
        @Nullable String link = last.next();
        if (link == null
                || (query.limit().isPresent() && last.records() >= query.limit().getAsInt())) {
            return Optional.empty();
        }
        Request next;
        try {
            next = Request.get(last.url(), link);
        } catch (InvalidRequestException notAUrl) {
            throw rejected(dataset, "holds a next link that is no URL");
        }
        if (next.url().equals(Request.get(last.url()).url())) {
            throw rejected(dataset, "holds a next link to itself, so that reading on would never end");
        }
        return Optional.of(page(next.template(Masked.template(next.url()) + "?page=" + (last.pages() + 1))));
    }

    private static ResponseRejectedException rejected(DatasetDescription dataset, String what) {
        return new ResponseRejectedException(
                dataset.id() + ": a page " + what, "Tell the operators of the platform: its paging is wrong.");
    }

    @Override
    public Request find(DatasetDescription dataset, Key key) {
        String set = set(dataset);
        List<String> names = dataset.key();
        if (key.values().size() > 1 && names.isEmpty()) {
            throw new InvalidRequestException(
                    dataset.id() + ": a key of " + key.values().size()
                            + " values, but the names of the key's fields are not known",
                    "Have the catalogue name them (govshare:key), or use query(…) with a condition on each field.");
        }
        if (!names.isEmpty() && names.size() != key.values().size()) {
            throw new InvalidRequestException(
                    dataset.id() + ": the key was given as " + key.values().size()
                            + (key.values().size() == 1 ? " value" : " values") + ", but its fields are "
                            + String.join(", ", names),
                    names.size() == 1
                            ? "Give the value of this field."
                            : "Give one value for each of these fields, in this order: Key.of(…).");
        }
        if (isPersonalKey(dataset)) {
            Options options = new Options(dataset);
            options.filter(equal(names, key));
            return page(options.request(set, "", true));
        }
        StringJoiner values = new StringJoiner(",", "(", ")");
        StringJoiner shape = new StringJoiner(",", "(", ")");
        for (int i = 0; i < key.values().size(); i++) {
            // OData wants a name only where there is more than one value (URL Conventions §4.3.1).
            String name = key.values().size() == 1 ? "" : ODataText.name(names.get(i)) + "=";
            String field = names.isEmpty() ? "key" : names.get(i);
            values.add(name + ODataLiteral.of(field, key.values().get(i), dataset));
            shape.add(name + "?");
        }
        return page(Request.get(at(set, ODataText.encoded(values.toString()))).template(Masked.url(set) + shape));
    }

    @Override
    public Envelope found(Envelope usual, DatasetDescription dataset, Key key) {
        return isPersonalKey(dataset) ? usual.singleAt(usual.records()) : usual;
    }

    private static boolean isPersonalKey(DatasetDescription dataset) {
        for (String name : dataset.key()) {
            if (isPersonal(dataset, name)) {
                return true;
            }
        }
        return false;
    }

    private static Condition equal(List<String> names, Key key) {
        List<Condition> parts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            parts.add(new Comparison(
                    names.get(i), Operator.IS, List.of(key.values().get(i))));
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.And(parts);
    }

    @Override
    public Request count(DatasetDescription dataset, Query<?> query) {
        String set = set(dataset);
        Options options = new Options(dataset);
        query.condition().ifPresent(options::filter);
        boolean personal = isPersonal(dataset, query.condition());
        if (personal || options.get(set, "/$count").url().length() > LONGEST_URL) {
            options.add("$count", "true");
            options.add("$top", "0");
            return options.request(set, "", true).with("Accept", "application/json");
        }
        return options.request(set, "/$count", false).with("Accept", "text/plain, application/json;q=0.5");
    }

    private Request page(Request request) {
        Request json = request.with("Accept", "application/json");
        return pageSize == 0 ? json : json.with("Prefer", "odata.maxpagesize=" + pageSize);
    }

    private static String set(DatasetDescription dataset) {
        @Nullable URI access = dataset.access();
        if (access == null) {
            throw new ConfigurationException(
                    dataset.id() + ": its address is not known; the catalogue gives no dcat:endpointURL for it",
                    "Bind the dataset to its address with DatasetDescription.at(id, uri), or have the platform's operators"
                            + " add the address to the catalogue.");
        }
        return access.toString();
    }

    /** The address with this added to its path; a query that the address has by itself stays behind it. */
    private static String at(String set, String path) {
        int query = set.indexOf('?');
        String before = Discovery.stripped(query < 0 ? set : set.substring(0, query));
        return before + path + (query < 0 ? "" : set.substring(query));
    }

    private static String names(List<String> fields) {
        StringJoiner names = new StringJoiner(",");
        fields.forEach(field -> names.add(ODataText.name(field)));
        return names.toString();
    }

    /** A part of what is personal is personal. */
    private static boolean isPersonal(DatasetDescription dataset, String field) {
        for (FieldDescription known : dataset.fields()) {
            if (known.personal()
                    && field.startsWith(known.name())
                    && (field.length() == known.name().length()
                            || field.charAt(known.name().length()) == '/')) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPersonal(DatasetDescription dataset, Optional<Condition> condition) {
        return condition.isPresent() && isPersonal(dataset, condition.get());
    }

    private static boolean isPersonal(DatasetDescription dataset, Condition condition) {
        if (condition instanceof Comparison comparison) {
            return isPersonal(dataset, comparison.field());
        }
        if (condition instanceof Condition.Not not) {
            return isPersonal(dataset, not.condition());
        }
        List<Condition> parts = condition instanceof Condition.And and ? and.all() : ((Condition.Or) condition).any();
        return parts.stream().anyMatch(part -> isPersonal(dataset, part));
    }

    /** System query options, and how they look without values. */
    private final class Options {

        private final DatasetDescription dataset;
        private final StringJoiner encoded = new StringJoiner("&");
        private final StringJoiner shape = new StringJoiner("&");

        Options(DatasetDescription dataset) {
            this.dataset = dataset;
        }

        void filter(Condition condition) {
            encoded.add("$filter=" + ODataText.encodedOption(ODataText.filter(condition, dataset)));
            shape.add("$filter=" + ODataText.shape(condition));
        }

        void add(String name, String value) {
            encoded.add(name + "=" + ODataText.encodedOption(value));
            shape.add(name + "=" + value);
        }

        Request request(String set, String path, boolean hidden) {
            String options = shape.length() == 0 ? "" : "?" + shape;
            @Nullable Request get = hidden ? null : get(set, path);
            return get == null || get.url().length() > LONGEST_URL
                    ? Request.post(at(set, "/$query"), Body.text("text/plain", encoded.toString()))
                            .asQuery()
                            .template(Masked.url(set) + "/$query" + options)
                    : get.template(Masked.url(set) + path + options);
        }

        Request get(String set, String path) {
            Request address = parsed(at(set, path));
            if (encoded.length() == 0) {
                return address;
            }
            @Nullable String own = address.rawQuery();
            return address.withRawQuery(own == null ? encoded.toString() : own + "&" + encoded);
        }
    }

    /** The address last asked for, which mostly is the next one as well: parsing it takes longer than all the rest. */
    private Request parsed(String address) {
        Address known = last;
        if (known == null || !known.text.equals(address)) {
            known = new Address(address, Request.get(address));
            last = known;
        }
        return known.request;
    }

    private record Address(String text, Request request) {}
}
