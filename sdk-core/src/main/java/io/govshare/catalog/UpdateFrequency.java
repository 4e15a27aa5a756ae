package io.govshare.catalog;

import java.util.Optional;

/** How often a dataset changes (更新周期): the codes 1 to 6, and 每旬, which has none. */
public enum UpdateFrequency {
    /** 1, 实时 */
    REAL_TIME("1", "实时", "UPDATE_CONT"),
    /** 2, 每日 */
    DAILY("2", "每日", "DAILY"),
    /** 3, 每周 */
    WEEKLY("3", "每周", "WEEKLY"),
    /** 4, 每月 */
    MONTHLY("4", "每月", "MONTHLY"),
    /** 5, 每季度 */
    QUARTERLY("5", "每季度", "QUARTERLY"),
    /** 6, 每年 */
    YEARLY("6", "每年", "ANNUAL"),
    /** 每旬: every ten days, three times a month. */
    EVERY_TEN_DAYS("每旬", "每旬", "MONTHLY_3");

    /** The EU Publications Office's list of frequencies, which DCAT directories use. */
    private static final String AUTHORITY = "http://publications.europa.eu/resource/authority/frequency/";

    private final String code;
    private final String label;
    private final String authorityName;

    UpdateFrequency(String code, String label, String authorityName) {
        this.code = code;
        this.label = label;
        this.authorityName = authorityName;
    }

    /** The code, {@code 1} to {@code 6}; {@code 每旬} for {@link #EVERY_TEN_DAYS}. */
    public String code() {
        return code;
    }

    /** The Chinese name. */
    public String label() {
        return label;
    }

    /** The frequency of this code ({@code 1}, {@code 01}) or Chinese name. */
    public static Optional<UpdateFrequency> of(String codeOrLabel) {
        return Codes.find(values(), codeOrLabel, UpdateFrequency::code, UpdateFrequency::label);
    }

    String iri() {
        return AUTHORITY + authorityName;
    }

    /** The frequency of this term of the list, or of the Dublin Core's, in either scheme. */
    static Optional<UpdateFrequency> ofIri(String iri) {
        String rest = iri.startsWith("https://") ? "http://" + iri.substring(8) : iri;
        if (rest.startsWith(AUTHORITY)) {
            String name = rest.substring(AUTHORITY.length());
            for (UpdateFrequency frequency : values()) {
                if (frequency.authorityName.equals(name)) {
                    return Optional.of(frequency);
                }
            }
            return name.equals("CONT") ? Optional.of(REAL_TIME) : Optional.empty();
        }
        return switch (rest) {
            case "http://purl.org/cld/freq/continuous" -> Optional.of(REAL_TIME);
            case "http://purl.org/cld/freq/daily" -> Optional.of(DAILY);
            case "http://purl.org/cld/freq/weekly" -> Optional.of(WEEKLY);
            case "http://purl.org/cld/freq/threeTimesAMonth" -> Optional.of(EVERY_TEN_DAYS);
            case "http://purl.org/cld/freq/monthly" -> Optional.of(MONTHLY);
            case "http://purl.org/cld/freq/quarterly" -> Optional.of(QUARTERLY);
            case "http://purl.org/cld/freq/annual" -> Optional.of(YEARLY);
            default -> Optional.empty();
        };
    }
}
