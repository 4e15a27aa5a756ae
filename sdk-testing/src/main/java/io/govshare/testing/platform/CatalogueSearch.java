package io.govshare.testing.platform;

import io.govshare.testing.fault.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The search of the catalogue: a page of entries and the link to the next. Safe for concurrent use. */
final class CatalogueSearch {

    private static final Set<String> PARAMETERS =
            Set.of("type", "q", "publisher", "theme", "sharing", "region", "limit", "after");
    private static final Set<String> SHARING = Set.of("UNCONDITIONAL", "CONDITIONAL", "NOT_SHARED");
    private static final Pattern REGION = Pattern.compile("\\d{2}|\\d{4}|\\d{6}");
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");
    private static final int LARGEST_PAGE = 1000;
    private static final int MOST_COUNTS = 1_000;
    private static final String FOREIGN = "https://elsewhere.invalid/catalogue?type=dataset&after=1";

    private final String address;
    private final List<CatalogueEntry> entries;
    private final int usualPage;

    /** How many match, by what was asked: the directory does not change, and pages ask again and again. */
    private final Map<String, Integer> counts = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST_COUNTS;
        }
    });

    /** @param usualPage entries on a page for a client that has no wish */
    CatalogueSearch(String address, List<CatalogueEntry> entries, int usualPage) {
        this.address = address;
        this.entries = entries;
        this.usualPage = usualPage;
    }

    Reply answer(Incoming request, @Nullable Fault fault) {
        Map<String, String> asked = request.parameters();
        for (String name : asked.keySet()) {
            if (!PARAMETERS.contains(name)) {
                throw Refused.query("the catalogue has no parameter " + name + "; it has " + PARAMETERS);
            }
        }
        Predicate<CatalogueEntry> wanted = wanted(asked);
        int limit = number(asked, "limit", usualPage);
        if (limit > LARGEST_PAGE) {
            throw Refused.query("limit is 1 to " + LARGEST_PAGE + ", not " + limit);
        }
        List<Map<String, Object>> found = new ArrayList<>(limit);
        int position = number(asked, "after", 0);
        while (position < entries.size() && found.size() < limit) {
            CatalogueEntry entry = entries.get(position++);
            if (wanted.test(entry)) {
                found.add(entry.members().get());
            }
        }
        boolean more = entries.subList(Math.min(position, entries.size()), entries.size()).stream()
                .anyMatch(wanted);
        return page(request, asked, found, count(asked, wanted), next(request, fault, more ? position : 0));
    }

    private static Reply page(
            Incoming request,
            Map<String, String> asked,
            List<Map<String, Object>> found,
            int count,
            @Nullable String next) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("@context", "https://www.w3.org/ns/dcat3.jsonld");
        page.put("@type", List.of("dcat:Catalog", "hydra:Collection"));
        page.put("hydra:totalItems", count);
        page.put("dcat:" + asked.get("type"), found);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("@id", request.targetUri());
        view.put("@type", "hydra:PartialCollectionView");
        if (next != null) {
            view.put("hydra:next", next);
        }
        page.put("hydra:view", view);
        return Reply.json(200, "application/ld+json", page).header("Cache-Control", "private, max-age=60");
    }

    private static Predicate<CatalogueEntry> wanted(Map<String, String> asked) {
        String type = asked.getOrDefault("type", "");
        if (!type.equals("dataset") && !type.equals("service")) {
            throw Refused.query("type is dataset or service, not '" + type + "'");
        }
        boolean service = type.equals("service");
        Predicate<CatalogueEntry> wanted = entry -> entry.service() == service;
        for (Map.Entry<String, String> parameter : asked.entrySet()) {
            if (parameter.getValue().isBlank()) {
                throw Refused.query("parameter " + parameter.getKey() + " has no value");
            }
            wanted = wanted.and(criterion(parameter.getKey(), parameter.getValue()));
        }
        return wanted;
    }

    private static Predicate<CatalogueEntry> criterion(String name, String value) {
        switch (name) {
            case "q" -> {
                List<String> words =
                        List.of(value.toLowerCase(Locale.ROOT).strip().split("\\s+"));
                return entry -> words.stream().allMatch(entry::holds);
            }
            case "publisher" -> {
                return entry -> entry.isOf(value);
            }
            case "theme" -> {
                return entry -> entry.theme().equals(value);
            }
            case "sharing" -> {
                if (!SHARING.contains(value)) {
                    throw Refused.query("sharing is one of " + SHARING + ", not '" + value + "'");
                }
                return entry -> entry.sharing().equals(value);
            }
            case "region" -> {
                if (!REGION.matcher(value).matches()) {
                    throw Refused.query("region is a code of 2, 4 or 6 digits, not '" + value + "'");
                }
                String prefix = value.replaceFirst("(?:00)+$", "");
                return entry -> entry.isIn(prefix);
            }
            default -> {
                return entry -> true;
            }
        }
    }

    private static int number(Map<String, String> asked, String name, int usual) {
        String value = asked.get(name);
        if (value == null) {
            return usual;
        }
        if (!NUMBER.matcher(value).matches()) {
            throw Refused.query(name + " is a whole number from 1, not '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    private int count(Map<String, String> asked, Predicate<CatalogueEntry> wanted) {
        Map<String, String> criteria = new TreeMap<>(asked);
        criteria.remove("limit");
        criteria.remove("after");
        return counts.computeIfAbsent(criteria.toString(), absent ->
                (int) entries.stream().filter(wanted).count());
    }

    /** @param after position that the next page begins at; 0 when there is none */
    private @Nullable String next(Incoming request, @Nullable Fault fault, int after) {
        if (fault != null && fault.kind() == Fault.Kind.FOREIGN_NEXT_LINK) {
            return FOREIGN;
        }
        if (fault != null && fault.kind() == Fault.Kind.LOOPED_NEXT_LINK) {
            return request.targetUri();
        }
        if (after == 0) {
            return null;
        }
        List<String> pairs = new ArrayList<>();
        for (String pair : String.valueOf(request.query()).split("&", -1)) {
            if (!pair.startsWith("after=")) {
                pairs.add(pair);
            }
        }
        pairs.add("after=" + after);
        return address + "?" + String.join("&", pairs);
    }
}
