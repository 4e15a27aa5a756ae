package io.govshare.dataset;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a date or time in one of the spellings that {@link DatePatterns} lists. */
final class DateReader extends TextReader {

    private static final Set<Class<?>> TYPES = Set.of(
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            Instant.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            YearMonth.class,
            Year.class);

    /** Each of its fields differs from the others, so that a pattern that mixes them up is found. */
    private static final LocalDateTime SAMPLE = LocalDateTime.of(2001, 2, 3, 4, 5, 6);

    /** From the largest field to the smallest, each as wide in every value; what stands between them is the same in all. */
    private static final Pattern SORTED = Pattern.compile("(yyyy|uuuu)?(MM)?(dd)?(HH)?(mm)?(ss)?S*");

    private static final Pattern NO_FIELD = Pattern.compile("'[^']*'|[^a-zA-Z\\[\\]]");

    private final Class<?> type;
    private final @Nullable ZoneId zone;
    private final boolean sorted;
    private final List<DateTimeFormatter> spellings = new ArrayList<>();

    /** @throws IllegalArgumentException if a pattern is none, or does not bring what the type needs */
    DateReader(Class<?> type, DatePatterns patterns) {
        super(type);
        this.type = type;
        this.zone = zone(patterns.zone());
        if (patterns.value().length == 0) {
            throw new IllegalArgumentException("it lists no pattern");
        }
        for (String pattern : patterns.value()) {
            spellings.add(spelling(pattern));
        }
        sorted = patterns.value().length == 1
                && SORTED.matcher(NO_FIELD.matcher(patterns.value()[0]).replaceAll(""))
                        .matches();
    }

    static boolean reads(Class<?> type) {
        return TYPES.contains(type);
    }

    private static @Nullable ZoneId zone(String name) {
        try {
            return name.isEmpty() ? null : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no zone '" + name + "'", e);
        }
    }

    private DateTimeFormatter spelling(String pattern) {
        DateTimeFormatter spelling;
        try {
            spelling = new DateTimeFormatterBuilder()
                    .appendPattern(pattern)
                    // Without it, STRICT would not take yyyy, which everybody writes, for a year.
                    .parseDefaulting(ChronoField.ERA, 1)
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + pattern + "' is no pattern of DateTimeFormatter: " + e.getMessage(), e);
        }
        try {
            String sample = spelling.format(SAMPLE.atZone(zone == null ? ZoneId.of("Asia/Shanghai") : zone));
            converted(spelling.parse(sample));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + pattern + "' does not bring what " + type.getSimpleName() + " needs"
                            + (zone == null && isOfAZone() ? ", an offset; or give zone = …" : ""),
                    e);
        }
        return spelling;
    }

    private boolean isOfAZone() {
        return type == Instant.class || type == OffsetDateTime.class || type == ZonedDateTime.class;
    }

    @Override
    @Nullable
    Object value(String text) {
        for (DateTimeFormatter spelling : spellings) {
            Object value = value(text, spelling);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private @Nullable Object value(String text, DateTimeFormatter spelling) {
        // Asked first without exceptions, since many values fit another spelling than the first.
        ParsePosition position = new ParsePosition(0);
        TemporalAccessor fields = spelling.parseUnresolved(text, position);
        if (fields == null || position.getErrorIndex() >= 0 || position.getIndex() < text.length()) {
            return null;
        }
        try {
            return converted(spelling.parse(text));
        } catch (DateTimeException noDayOfTheCalendar) {
            return null;
        }
    }

    @Override
    boolean spells(Object value) {
        return isOfAZone()
                ? value instanceof Instant || value instanceof OffsetDateTime || value instanceof ZonedDateTime
                : type.isInstance(value);
    }

    @Override
    List<String> spellings(Object value) {
        List<String> exact = new ArrayList<>(spellings.size());
        for (DateTimeFormatter spelling : spellings) {
            written(value, spelling).filter(text -> isSame(value(text), value)).ifPresent(exact::add);
        }
        return exact;
    }

    @Override
    boolean isSorted() {
        return sorted;
    }

    @Override
    Optional<String> floor(Object value) {
        return written(value, spellings.get(0));
    }

    /** Empty where the pattern asks for more than there is, such as for the time of a date, or the offset of an instant. */
    private Optional<String> written(Object value, DateTimeFormatter spelling) {
        try {
            TemporalAccessor fields =
                    isOfAZone() ? LocalDateTime.ofInstant(instant(value), own()) : (TemporalAccessor) value;
            return Optional.of(spelling.format(fields));
        } catch (DateTimeException notInIt) {
            return Optional.empty();
        }
    }

    private ZoneId own() {
        if (zone == null) {
            throw new DateTimeException("Each value has an offset of its own");
        }
        return zone;
    }

    private boolean isSame(@Nullable Object read, Object value) {
        return read != null && (isOfAZone() ? instant(read).equals(instant(value)) : read.equals(value));
    }

    private static Instant instant(Object value) {
        return value instanceof OffsetDateTime offset
                ? offset.toInstant()
                : value instanceof ZonedDateTime zoned ? zoned.toInstant() : (Instant) value;
    }

    private Object converted(TemporalAccessor parsed) {
        if (type == LocalDate.class) {
            return LocalDate.from(parsed);
        }
        if (type == LocalTime.class) {
            return LocalTime.from(parsed);
        }
        if (type == YearMonth.class) {
            return YearMonth.from(parsed);
        }
        if (type == Year.class) {
            return Year.from(parsed);
        }
        if (type == LocalDateTime.class) {
            return local(parsed);
        }
        ZoneId own = parsed.query(TemporalQueries.zone());
        ZoneId known = own == null ? zone : own;
        if (known == null) {
            throw new DateTimeException("No zone");
        }
        ZonedDateTime time = local(parsed).atZone(known);
        return type == Instant.class ? time.toInstant() : type == OffsetDateTime.class ? time.toOffsetDateTime() : time;
    }

    private static LocalDateTime local(TemporalAccessor parsed) {
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (time == null && hasPartOfATime(parsed)) {
            // hh without AM or PM is half a time of day, and must not become midnight.
            throw new DateTimeException("No whole time");
        }
        return LocalDate.from(parsed).atTime(time == null ? LocalTime.MIDNIGHT : time);
    }

    private static boolean hasPartOfATime(TemporalAccessor parsed) {
        for (ChronoField field : ChronoField.values()) {
            if (field.isTimeBased() && parsed.isSupported(field)) {
                return true;
            }
        }
        return false;
    }
}
