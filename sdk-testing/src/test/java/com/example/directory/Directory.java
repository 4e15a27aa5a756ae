package com.example.directory;

import io.govshare.GovShare;
import io.govshare.catalog.Catalogue;
import io.govshare.catalog.CatalogueQuery;
import io.govshare.catalog.CoreMetadata;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Dcat;
import io.govshare.catalog.FieldDescription;
import io.govshare.catalog.ServiceDescription;
import io.govshare.catalog.SharingAttribute;
import io.govshare.catalog.UpdateFrequency;
import io.govshare.dataset.Page;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The examples of docs/catalogue.md. */
final class Directory {

    private final GovShare govshare;
    private final PrintStream out;

    Directory(GovShare govshare, PrintStream out) {
        this.govshare = govshare;
        this.out = out;
    }

    void search() {
        Catalogue catalogue = govshare.catalogue();

        Page<DatasetDescription> page = catalogue.search(CatalogueQuery.text("婚姻登记")
                .publisher("福州市民政局")
                .theme("社会保障")
                .sharing(SharingAttribute.CONDITIONAL)
                .region("350100")
                .pageSize(50));

        out.println(page.total().orElse(0) + " datasets");
        for (DatasetDescription dataset : page) {
            out.println(dataset.id() + " " + dataset.title());
        }
        Optional<Page<DatasetDescription>> next = page.next();
        next.ifPresent(further -> out.println(further.size() + " more"));
    }

    long unclean() {
        try (Stream<DatasetDescription> all = govshare.catalogue().stream(CatalogueQuery.all())) {
            return all.filter(dataset -> !dataset.defects().isEmpty())
                    .peek(dataset -> out.println(dataset.id() + ": " + dataset.defects()))
                    .count();
        }
    }

    void describe() {
        DatasetDescription counties =
                govshare.catalogue().find("cn.stats.counties").orElseThrow();
        out.println(counties.publisher() + ", " + counties.sharing() + ", version " + counties.version());
        for (FieldDescription field : counties.fields()) {
            out.println(field.name() + " " + field.type() + (field.personal() ? " (personal)" : ""));
        }
    }

    List<ServiceDescription> interfaces() {
        return govshare.catalogue()
                .services(CatalogueQuery.all().region("350100").limit(20))
                .items();
    }

    DatasetDescription exchange(DatasetDescription dataset) {
        String jsonLd = Dcat.write(dataset);
        DatasetDescription same = Dcat.read(jsonLd);
        return same;
    }

    DatasetDescription importEntry() {
        DatasetDescription marriages = CoreMetadata.read("""
                {"信息资源名称": "婚姻登记信息", "信息资源代码": "307001000/000001", "信息资源提供方": "民政部",
                 "信息资源格式": [{"格式分类": "3", "格式类型": "oracle"}],
                 "信息项信息": [{"信息项名称": "姓名", "信息项英文名称": "name", "数据类型": "C", "敏感级别": "敏感"}],
                 "共享类型": "2", "共享条件": "用于婚姻状况核验", "共享方式": "1", "更新周期": "每旬",
                 "发布日期": "2024-05-01"}""");
        String jsonLd = Dcat.write(marriages);
        String coreMetadata = CoreMetadata.write(marriages);
        out.println(jsonLd);
        out.println(coreMetadata);
        return marriages;
    }

    DatasetDescription describeYourOwn() {
        return DatasetDescription.builder("fz.civil-affairs.marriages")
                .title("福州市婚姻登记信息")
                .publisher("福州市民政局")
                .sharing(SharingAttribute.CONDITIONAL)
                .updateFrequency(UpdateFrequency.DAILY)
                .key(List.of("id"))
                .fields(List.of(
                        new FieldDescription("id", "Edm.String", "编号", false, false),
                        new FieldDescription("name", "Edm.String", "姓名", false, true)))
                .build();
    }
}
