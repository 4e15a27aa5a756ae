package io.govshare.testing;

import io.govshare.testing.platform.CatalogueEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes one entry of a {@link Province}; what is made follows from the seed and its number alone. Immutable. */
final class ProvinceEntry {

    /**
     * A division whose departments publish.
     *
     * @param code six digits (GB/T 2260)
     * @param suffix what its departments end in
     */
    record Division(String code, String name, String suffix) {}

    private record Column(String name, String title, String type, boolean personal) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("name", "姓名", "Edm.String", true),
            new Column("idNumber", "公民身份号码", "Edm.String", true),
            new Column("phone", "联系电话", "Edm.String", true),
            new Column("address", "住所", "Edm.String", true),
            new Column("creditCode", "统一社会信用代码", "Edm.String", false),
            new Column("organisation", "单位名称", "Edm.String", false),
            new Column("licenceNumber", "证照编号", "Edm.String", false),
            new Column("issuedOn", "发证日期", "Edm.Date", false),
            new Column("validUntil", "有效期至", "Edm.Date", false),
            new Column("issuer", "发证机关", "Edm.String", false),
            new Column("status", "状态", "Edm.String", false),
            new Column("amount", "金额", "Edm.Decimal", false),
            new Column("divisionCode", "行政区划代码", "Edm.String", false),
            new Column("updatedAt", "更新时间", "Edm.DateTimeOffset", false));

    private static final List<String> SHARING =
            List.of("CONDITIONAL", "CONDITIONAL", "CONDITIONAL", "UNCONDITIONAL", "UNCONDITIONAL", "NOT_SHARED");

    private static final List<String> FREQUENCIES = List.of(
            "UPDATE_CONT", "DAILY", "WEEKLY", "MONTHLY_3", "MONTHLY", "MONTHLY", "QUARTERLY", "ANNUAL", "ANNUAL");

    private static final List<String> FORMATS = List.of("ofd", "xlsx", "mysql", "jpg", "mp4", "grib", "json");

    /** What may be wrong with a dataset; each makes an entry that no reader can call clean. */
    private enum Dirt {
        NO_PUBLISHER,
        UNKNOWN_SHARING,
        NO_ADDRESS,
        SEVERAL_CODES,
        SEVERAL_TITLES,
        SIZE_AS_TEXT,
        UNKNOWN_FREQUENCY,
        UNCLEAR_PRIVACY,
        FIELD_WITHOUT_NAME,
        NO_DATE
    }

    /** How many of {@link Dirt}, from the first, an interface can have. */
    private static final int DIRT_OF_SERVICES = 3;

    private final long seed;
    private final int number;
    private final boolean service;
    private final Division division;
    private final Department department;
    private final String topic;
    private final int year;
    private final String sharing;
    private final Dirt dirt;
    private final boolean dirty;

    ProvinceEntry(long seed, int number, boolean service, List<Division> divisions, boolean dirty) {
        this.seed = seed * 1_000_003 + number;
        this.number = number;
        this.service = service;
        SplittableRandom random = new SplittableRandom(this.seed);
        this.division = oneOf(divisions, random);
        this.department = oneOf(Department.ALL, random);
        this.topic = oneOf(department.topics(), random);
        this.year = 2015 + random.nextInt(12);
        this.dirty = dirty;
        this.dirt = Dirt.values()[random.nextInt(service ? DIRT_OF_SERVICES : Dirt.values().length)];
        this.sharing = is(Dirt.UNKNOWN_SHARING) ? "4" : oneOf(SHARING, random);
    }

    private static <T> T oneOf(List<T> all, SplittableRandom random) {
        return all.get(random.nextInt(all.size()));
    }

    private boolean is(Dirt one) {
        return dirty && dirt == one;
    }

    CatalogueEntry entry() {
        boolean anonymous = is(Dirt.NO_PUBLISHER);
        return new CatalogueEntry(
                service,
                id(),
                title(),
                description(),
                anonymous ? "" : publisher(),
                anonymous ? "" : publisherId(),
                department.theme(),
                sharing,
                List.of(division.code()),
                List.of(topic, department.name()),
                service ? this::serviceMembers : this::datasetMembers);
    }

    private String id() {
        return "fj." + division.code() + (service ? ".s" : ".d") + String.format("%06d", number);
    }

    private String title() {
        return division.name() + topic + (service ? "查询接口" : "（" + year + "年）");
    }

    private String description() {
        return publisher() + "在履行职责过程中形成的" + topic + "。";
    }

    private String publisher() {
        return division.name() + department.name() + division.suffix();
    }

    private String publisherId() {
        return "11" + division.code() + String.format("%09d", Department.ALL.indexOf(department) + 1) + "X";
    }

    private Map<String, Object> publisherMember() {
        return Map.of("@type", "foaf:Agent", "foaf:name", publisher(), "dct:identifier", publisherId());
    }

    private Map<String, Object> serviceMembers() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("@type", "dcat:DataService");
        members.put("dct:identifier", id());
        members.put("dct:title", title());
        members.put("dct:description", description());
        if (!is(Dirt.NO_PUBLISHER)) {
            members.put("dct:publisher", publisher());
        }
        members.put("govshare:sharing", sharing);
        members.put("dcat:theme", department.theme());
        members.put("dct:spatial", division.code());
        members.put("dcat:endpointURL", address());
        return members;
    }

    private String address() {
        return is(Dirt.NO_ADDRESS) ? "无" : "https://fj.share.example.gov.cn/api/" + id();
    }

    private Map<String, Object> datasetMembers() {
        SplittableRandom random = new SplittableRandom(seed + 1);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("@type", "dcat:Dataset");
        members.put("dct:identifier", is(Dirt.SEVERAL_CODES) ? List.of(id(), "35" + number + "/" + year) : id());
        members.put("dct:title", is(Dirt.SEVERAL_TITLES) ? List.of(title(), topic) : title());
        members.put("dct:description", description());
        if (!is(Dirt.NO_PUBLISHER)) {
            members.put("dct:publisher", publisherMember());
        }
        members.put("govshare:sharing", sharing);
        if (sharing.equals("CONDITIONAL")) {
            members.put("govshare:sharingConditions", "用于本部门履行职责，需经提供方审核");
        }
        members.put("govshare:sharingMethod", "1");
        members.put("dct:accrualPeriodicity", is(Dirt.UNKNOWN_FREQUENCY) ? "不定期" : frequency(random));
        members.put("dct:issued", is(Dirt.NO_DATE) ? year + "年5月" : year + "-05-" + (10 + random.nextInt(20)));
        members.put("dcat:theme", List.of(department.theme()));
        members.put("dct:spatial", List.of(division.code()));
        members.put("dcat:keyword", List.of(topic, department.name()));
        members.put("govshare:fields", fields(random));
        members.put("dcat:distribution", List.of(distribution(random)));
        members.put("source", division.name() + "政务数据目录");
        return members;
    }

    private static Map<String, Object> frequency(SplittableRandom random) {
        return Map.of(
                "@id", "http://publications.europa.eu/resource/authority/frequency/" + oneOf(FREQUENCIES, random));
    }

    private List<Map<String, Object>> fields(SplittableRandom random) {
        List<Map<String, Object>> fields = new ArrayList<>();
        int first = random.nextInt(COLUMNS.size());
        int count = 4 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Column column = COLUMNS.get((first + i) % COLUMNS.size());
            Map<String, Object> field = new LinkedHashMap<>();
            field.put("name", column.name());
            field.put("type", column.type());
            field.put("title", column.title());
            field.put("nullable", i > 0);
            field.put("personal", i == 0 && is(Dirt.UNCLEAR_PRIVACY) ? "可能" : column.personal());
            if (i == 1 && is(Dirt.FIELD_WITHOUT_NAME)) {
                field.remove("name");
            }
            fields.add(field);
        }
        return fields;
    }

    private Map<String, Object> distribution(SplittableRandom random) {
        int category = random.nextInt(FORMATS.size());
        Map<String, Object> distribution = new LinkedHashMap<>();
        distribution.put("@type", "dcat:Distribution");
        distribution.put("govshare:formatCategory", Integer.toString(category + 1));
        distribution.put("dct:format", FORMATS.get(category));
        distribution.put("dcat:byteSize", is(Dirt.SIZE_AS_TEXT) ? "约2.3MB" : 1_000 + random.nextInt(50_000_000));
        distribution.put("dcat:accessService", Map.of("@type", "dcat:DataService", "dcat:endpointURL", address()));
        return distribution;
    }
}
