package io.govshare.catalog;

import java.util.Optional;

/** How shared data is handed over (共享方式), by its codes 1 to 3. */
public enum SharingMethod {
    /** 1, 共享平台方式: through the sharing platform. */
    PLATFORM("1", "共享平台方式"),
    /** 2, 邮件方式: by mail. */
    MAIL("2", "邮件方式"),
    /** 3, 介质交换方式: on a disk or another medium. */
    MEDIUM("3", "介质交换方式");

    private final String code;
    private final String label;

    SharingMethod(String code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The code, {@code 1} to {@code 3}. */
    public String code() {
        return code;
    }

    /** The Chinese name. */
    public String label() {
        return label;
    }

    /** The method of this code ({@code 1}, {@code 01}) or Chinese name. */
    public static Optional<SharingMethod> of(String codeOrLabel) {
        return Codes.find(values(), codeOrLabel, SharingMethod::code, SharingMethod::label);
    }
}
