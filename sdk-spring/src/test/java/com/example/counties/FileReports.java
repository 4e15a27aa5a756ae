package com.example.counties;

import io.govshare.platform.UsageSink;
import io.govshare.usage.DailyCsvSink;
import java.nio.file.Path;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

// The sink of docs/spring.md, of a profile so that the other tests report to their platform.
@Configuration
@Profile("file-reports")
class FileReports {

    @Bean
    UsageSink usageSink(@Value("${reports.folder}") Path folder) {
        return DailyCsvSink.in(folder).zone(ZoneId.of("Asia/Shanghai"));
    }
}
