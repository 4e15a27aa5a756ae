package io.govshare.catalog;

import io.govshare.error.InvalidRequestException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What to look for in the catalogue; what is found satisfies everything that is said. Immutable: every method returns another
 * query.
 *
 * <pre>{@code
 * CatalogueQuery.text("婚姻登记").publisher("民政部").sharing(SharingAttribute.CONDITIONAL).region("350100").limit(50)
 * CatalogueQuery.all().theme("社会保障")
 * }</pre>
 */
public final class CatalogueQuery {

    /** The most entries that a platform is asked to put on a page. */
    public static final int LARGEST_PAGE = 1_000;

    private static final CatalogueQuery ALL = new CatalogueQuery(null, null, null, null, null, 0, 0);

    private final @Nullable String text;
    private final @Nullable String publisher;
    private final @Nullable String theme;
    private final @Nullable SharingAttribute sharing;
    private final @Nullable String region;
    private final int limit;
    private final int pageSize;

    private CatalogueQuery(
            @Nullable String text,
            @Nullable String publisher,
            @Nullable String theme,
            @Nullable SharingAttribute sharing,
            @Nullable String region,
            int limit,
            int pageSize) {
        this.text = text;
        this.publisher = publisher;
        this.theme = theme;
        this.sharing = sharing;
        this.region = region;
        this.limit = limit;
        this.pageSize = pageSize;
    }

    /** Everything. */
    public static CatalogueQuery all() {
        return ALL;
    }

    /**
     * What has all of these words, set apart by spaces, in its title, description or keywords.
     *
     * @throws InvalidRequestException if it is blank
     */
    public static CatalogueQuery text(String words) {
        return new CatalogueQuery(checked(words, "text"), null, null, null, null, 0, 0);
    }

    /**
     * Of this department, by its name or code as the catalogue has it.
     *
     * @throws InvalidRequestException if it is blank
     */
    public CatalogueQuery publisher(String nameOrId) {
        return new CatalogueQuery(text, checked(nameOrId, "publisher"), theme, sharing, region, limit, pageSize);
    }

    /**
     * About this subject, as the catalogue names or codes it.
     *
     * @throws InvalidRequestException if it is blank
     */
    public CatalogueQuery theme(String newTheme) {
        return new CatalogueQuery(text, publisher, checked(newTheme, "theme"), sharing, region, limit, pageSize);
    }

    /** Shared in this way. */
    public CatalogueQuery sharing(SharingAttribute newSharing) {
        Objects.requireNonNull(newSharing, "sharing");
        return new CatalogueQuery(text, publisher, theme, newSharing, region, limit, pageSize);
    }

    /**
     * About this division or one that lies in it, by its code (GB/T 2260), such as {@code 350100}.
     *
     * @throws InvalidRequestException if it is blank
     */
    public CatalogueQuery region(String code) {
        return new CatalogueQuery(text, publisher, theme, sharing, checked(code, "region"), limit, pageSize);
    }

    /**
     * At most this many entries in all, on however many pages they come; without it, all that match.
     *
     * @throws InvalidRequestException if it is less than 1
     */
    public CatalogueQuery limit(int entries) {
        if (entries < 1) {
            throw new InvalidRequestException(
                    "CatalogueQuery.limit(…) got " + entries, "Give a limit of at least 1, or none.");
        }
        return new CatalogueQuery(text, publisher, theme, sharing, region, entries, pageSize);
    }

    /**
     * How many entries the platform is asked to put on a page, from 1 to {@value #LARGEST_PAGE}; its own choice by default.
     *
     * @throws InvalidRequestException if it is less or more
     */
    public CatalogueQuery pageSize(int entries) {
        if (entries < 1 || entries > LARGEST_PAGE) {
            throw new InvalidRequestException(
                    "CatalogueQuery.pageSize(…) got " + entries, "Give a number from 1 to " + LARGEST_PAGE + ".");
        }
        return new CatalogueQuery(text, publisher, theme, sharing, region, limit, entries);
    }

    private static String checked(@Nullable String value, String method) {
        if (value == null || value.isBlank()) {
            throw new InvalidRequestException(
                    "CatalogueQuery." + method + "(…) got nothing to look for",
                    "Give what to look for, or leave " + method + "(…) out.");
        }
        return value.strip();
    }

    /** The words. */
    public Optional<String> text() {
        return Optional.ofNullable(text);
    }

    /** Name or code of the department. */
    public Optional<String> publisher() {
        return Optional.ofNullable(publisher);
    }

    /** The subject. */
    public Optional<String> theme() {
        return Optional.ofNullable(theme);
    }

    /** The way of sharing. */
    public Optional<SharingAttribute> sharing() {
        return Optional.ofNullable(sharing);
    }

    /** Code of the division. */
    public Optional<String> region() {
        return Optional.ofNullable(region);
    }

    /** How many entries at most, on however many pages; empty for all. */
    public OptionalInt limit() {
        return limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    /** How many entries on a page; empty for the platform's choice, which a smaller limit bounds. */
    public OptionalInt pageSize() {
        int asked = pageSize == 0 || (limit > 0 && limit < pageSize) ? Math.min(limit, LARGEST_PAGE) : pageSize;
        return asked == 0 ? OptionalInt.empty() : OptionalInt.of(asked);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CatalogueQuery that
                && Objects.equals(text, that.text)
                && Objects.equals(publisher, that.publisher)
                && Objects.equals(theme, that.theme)
                && sharing == that.sharing
                && Objects.equals(region, that.region)
                && limit == that.limit
                && pageSize == that.pageSize;
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, publisher, theme, sharing, region, limit, pageSize);
    }

    /** What is said of what, the words themselves left out: somebody may have typed a name. */
    @Override
    public String toString() {
        StringJoiner shape = new StringJoiner(" ", "CatalogueQuery[", "]").setEmptyValue("CatalogueQuery[all]");
        text().ifPresent(value -> shape.add("text ?"));
        publisher().ifPresent(value -> shape.add("publisher " + value));
        theme().ifPresent(value -> shape.add("theme " + value));
        sharing().ifPresent(value -> shape.add(value.name()));
        region().ifPresent(value -> shape.add("region " + value));
        limit().ifPresent(value -> shape.add("limit " + value));
        return shape.toString();
    }
}
