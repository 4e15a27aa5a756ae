package com.example.counties;

import io.govshare.GovShare;
import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Page;
import io.govshare.service.PageRequest;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How docs/services.md uses the service. */
public final class CountyReport {

    private CountyReport() {}

    public static void print(GovShare govshare, PrintStream out) {
        Counties counties = govshare.service(Counties.class);

        out.println(counties.label("350102"));
        out.println(counties.count("35") + " counties, the first "
                + counties.inProvince("35").get(0));
        Page<County> page = counties.named("鼓楼", PageRequest.of(2).orderBy(County::code));
        page.forEach(out::println);
        try (Stream<County> ofFuzhouAndXiamen = counties.inCities(List.of("3501", "3502"))) {
            out.println(ofFuzhouAndXiamen.count());
        }
        out.println(counties.exists(
                "鼓楼区", "35", CallContext.builder().matter("442000-residence").build()));
        out.println(counties.search(
                        Optional.empty(),
                        Optional.of("鼓楼区"),
                        CallOptions.defaults().timeout(Duration.ofSeconds(5)))
                .size());
        out.println(counties.province("35").orElseThrow().get("name"));
    }
}
