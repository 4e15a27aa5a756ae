package io.govshare.dataset;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What screens and logs may show of personal values: enough for a clerk to recognise one, too little to use it. Text that is
 * not of the form that a method expects is masked whole, as {@value Sensitive#SHOWN}; null and blank text become empty.
 *
 * <pre>{@code
 * Masks.identityNumber("110101199003071234")       // 110101********1234
 * Masks.phone("13812345678")                       // 138****5678
 * Masks.name("张三丰")                              // 张**
 * Masks.bankCard("6222021234567890123")            // 622202*********0123
 * Masks.address("福建省福州市鼓楼区五一路1号")        // 福建省福州市鼓楼区***
 * Masks.email("zhang.san@example.gov")             // z***@example.gov
 * }</pre>
 */
public final class Masks {

    /** At most so many stars stand for the rest of a name, so that a long one is not known by its length. */
    private static final int MOST_STARS_OF_A_NAME = 3;

    private static final Pattern IDENTITY_NUMBER = Pattern.compile("([0-9]{6})([0-9]{8})([0-9]{3}[0-9Xx])");
    private static final Pattern FORMER_IDENTITY_NUMBER = Pattern.compile("([0-9]{6})([0-9]{6})([0-9]{3})");
    private static final Pattern MOBILE = Pattern.compile("(1[0-9]{2})([0-9]{4})([0-9]{4})");
    /** ISO/IEC 7812-1 has up to 19 digits; below 13, too few would be masked. */
    private static final Pattern BANK_CARD = Pattern.compile("([0-9]{6})([0-9]{3,9})([0-9]{4})");

    private static final Pattern EMAIL = Pattern.compile("(\\S)\\S+@([A-Za-z0-9.-]+)");

    /** Province to county. A residential quarter (小区) is no district, and an autonomous region (自治区) not yet one. */
    private static final Pattern TO_COUNTY =
            Pattern.compile("([^0-9０-９A-Za-z路街巷弄号栋]{1,24}?(?:(?<!自治|[小社园])区|县|旗)).*", Pattern.DOTALL);

    private static final Pattern TO_CITY = Pattern.compile("([^0-9０-９A-Za-z路街巷弄号栋]{1,16}?市).*", Pattern.DOTALL);

    private Masks() {}

    /** The number of an identity card (GB 11643): region, and the last four characters; three of a former one of 15 digits. */
    public static String identityNumber(@Nullable String number) {
        return middle(number, IDENTITY_NUMBER, FORMER_IDENTITY_NUMBER);
    }

    /** A mobile number of 11 digits: the first three and the last four. */
    public static String phone(@Nullable String number) {
        return middle(number, MOBILE);
    }

    /** A name: its first character, and for each other one a star, at most three. */
    public static String name(@Nullable String name) {
        String text = stripped(name);
        if (text.isEmpty()) {
            return "";
        }
        int characters = text.codePointCount(0, text.length());
        if (characters == 1) {
            return "*";
        }
        return Character.toString(text.codePointAt(0)) + "*".repeat(Math.min(characters - 1, MOST_STARS_OF_A_NAME));
    }

    /** The number of a bank card, 13 to 19 digits with or without spaces: the issuer's six and the last four. */
    public static String bankCard(@Nullable String number) {
        return middle(number == null ? null : number.replace(" ", ""), BANK_CARD);
    }

    /** A Chinese address: down to the county or district, or else to the city. */
    public static String address(@Nullable String address) {
        String text = stripped(address);
        if (text.isEmpty()) {
            return "";
        }
        for (Pattern shown : new Pattern[] {TO_COUNTY, TO_CITY}) {
            Matcher matcher = shown.matcher(text);
            if (matcher.matches()) {
                return matcher.group(1) + Sensitive.SHOWN;
            }
        }
        return Sensitive.SHOWN;
    }

    /** An e-mail address: its first character and the domain. */
    public static String email(@Nullable String address) {
        String text = stripped(address);
        if (text.isEmpty()) {
            return "";
        }
        Matcher matcher = EMAIL.matcher(text);
        return matcher.matches() ? matcher.group(1) + Sensitive.SHOWN + "@" + matcher.group(2) : Sensitive.SHOWN;
    }

    /** The first and the last part of the first form that fits, with a star for each character between. */
    private static String middle(@Nullable String value, Pattern... forms) {
        String text = stripped(value);
        if (text.isEmpty()) {
            return "";
        }
        for (Pattern form : forms) {
            Matcher matcher = form.matcher(text);
            if (matcher.matches()) {
                return matcher.group(1) + "*".repeat(matcher.group(2).length()) + matcher.group(3);
            }
        }
        return Sensitive.SHOWN;
    }

    private static String stripped(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
