package io.govshare.dataset;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a number that is text, also one with commas between groups of three digits. */
final class NumberReader extends TextReader {

    /** Longer text is no number that anybody means, and may cost much. */
    private static final int LONGEST = 100;

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?");
    private static final Pattern GROUPED = Pattern.compile("[+-]?\\d{1,3}(,\\d{3})+(\\.\\d+)?");

    private static final Map<Class<?>, Function<BigDecimal, Object>> TYPES = Map.ofEntries(
            Map.entry(byte.class, BigDecimal::byteValueExact),
            Map.entry(Byte.class, BigDecimal::byteValueExact),
            Map.entry(short.class, BigDecimal::shortValueExact),
            Map.entry(Short.class, BigDecimal::shortValueExact),
            Map.entry(int.class, BigDecimal::intValueExact),
            Map.entry(Integer.class, BigDecimal::intValueExact),
            Map.entry(long.class, BigDecimal::longValueExact),
            Map.entry(Long.class, BigDecimal::longValueExact),
            Map.entry(float.class, BigDecimal::floatValue),
            Map.entry(Float.class, BigDecimal::floatValue),
            Map.entry(double.class, BigDecimal::doubleValue),
            Map.entry(Double.class, BigDecimal::doubleValue),
            Map.entry(BigInteger.class, BigDecimal::toBigIntegerExact),
            Map.entry(BigDecimal.class, number -> number));

    private final Function<BigDecimal, Object> exact;

    NumberReader(Class<?> type) {
        super(type);
        Function<BigDecimal, Object> known = TYPES.get(type);
        if (known == null) {
            throw new IllegalArgumentException("No number: " + type);
        }
        this.exact = known;
    }

    @Override
    boolean spells(Object value) {
        return value instanceof Number;
    }

    /** With as many decimals as the value has, without and with commas. */
    @Override
    List<String> spellings(Object value) {
        BigDecimal number = new BigDecimal(value.toString());
        if (number.precision() - number.scale() > LONGEST || number.scale() > LONGEST) {
            return List.of();
        }
        String plain = number.toPlainString();
        DecimalFormat grouping = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        grouping.setMinimumFractionDigits(Math.max(0, number.scale()));
        String grouped = grouping.format(number);
        return plain.equals(grouped) ? List.of(plain) : List.of(plain, grouped);
    }

    static boolean reads(Class<?> type) {
        return TYPES.containsKey(type);
    }

    @Override
    @Nullable
    Object value(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        String plain = GROUPED.matcher(text).matches() ? text.replace(",", "") : text;
        if (!NUMBER.matcher(plain).matches()) {
            return null;
        }
        try {
            return exact.apply(new BigDecimal(plain));
        } catch (ArithmeticException beyondTheType) {
            return null;
        }
    }
}
