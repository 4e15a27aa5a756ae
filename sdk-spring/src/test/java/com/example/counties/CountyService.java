package com.example.counties;

import io.govshare.GovShare;
import io.govshare.dataset.Dataset;
import java.util.Optional;
import org.springframework.stereotype.Service;

// The service of docs/spring.md.
@Service
class CountyService {

    record County(String code, String name, String cityCode, String provinceCode) {}

    private final Dataset<County> counties;

    CountyService(GovShare govshare) {
        counties = govshare.dataset("cn.stats.counties", County.class);
    }

    Optional<County> byCode(String code) {
        return counties.find(code);
    }
}
