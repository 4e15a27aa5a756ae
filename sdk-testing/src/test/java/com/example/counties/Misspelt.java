package com.example.counties;

import io.govshare.service.DataService;
import io.govshare.service.FromDataset;
import java.util.List;

/** What docs/services.md shows the message of. */
@DataService
@FromDataset("cn.stats.counties")
public interface Misspelt {

    List<County> inProvince(String provinceCod);

    County find(int code);
}
