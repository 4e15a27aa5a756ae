package io.govshare.catalog;

import java.util.Optional;

/** The kinds of formats that the Chinese core metadata tell apart (信息资源格式), by their codes 1 to 7. */
public enum FormatCategory {
    /** 1, 电子文件: OFD, PDF, DOCX … */
    DOCUMENT("1", "电子文件"),
    /** 2, 电子表格: XLS, ET … */
    SPREADSHEET("2", "电子表格"),
    /** 3, 数据库 */
    DATABASE("3", "数据库"),
    /** 4, 图形图像: JPG, BMP … */
    IMAGE("4", "图形图像"),
    /** 5, 流媒体: MP4, RM … */
    MEDIA("5", "流媒体"),
    /** 6, 自描述格式: a format of the trade's own. */
    SELF_DESCRIBED("6", "自描述格式"),
    /** 7, 服务接口: an interface. */
    SERVICE("7", "服务接口");

    private final String code;
    private final String label;

    FormatCategory(String code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The code, {@code 1} to {@code 7}. */
    public String code() {
        return code;
    }

    /** The Chinese name. */
    public String label() {
        return label;
    }

    /** The category of this code ({@code 1}, {@code 01}) or Chinese name. */
    public static Optional<FormatCategory> of(String codeOrLabel) {
        return Codes.find(values(), codeOrLabel, FormatCategory::code, FormatCategory::label);
    }
}
