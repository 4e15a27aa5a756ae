package com.example.counties;

import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Operator;
import io.govshare.dataset.Page;
import io.govshare.service.ByKey;
import io.govshare.service.DataService;
import io.govshare.service.Filter;
import io.govshare.service.FromDataset;
import io.govshare.service.OrderBy;
import io.govshare.service.PageRequest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

@DataService
@FromDataset("cn.stats.counties")
interface Counties {

    Optional<County> find(@ByKey String code);

    @OrderBy("code")
    List<County> inProvince(String provinceCode);

    Page<County> named(@Filter(field = "name", operator = Operator.STARTS_WITH) String beginning, PageRequest page);

    Stream<County> inCities(@Filter(field = "cityCode") Collection<String> codes);

    List<County> search(Optional<String> provinceCode, Optional<String> name, CallOptions options);

    boolean exists(String name, String provinceCode, CallContext context);

    long count(String provinceCode);

    @FromDataset("cn.stats.provinces")
    Optional<Map<String, Object>> province(@ByKey String code);

    default String label(String code) {
        return find(code)
                .map(county -> county.name() + " (" + county.code() + ")")
                .orElse("unknown");
    }
}
