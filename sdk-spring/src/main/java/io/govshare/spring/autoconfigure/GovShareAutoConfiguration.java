package io.govshare.spring.autoconfigure;

import io.govshare.GovShare;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of a {@link GovShare} from {@code govshare.*} properties. The client is made when it is first asked
 * for, so that an application without a platform starts, and closed with the context.
 */
@AutoConfiguration
@EnableConfigurationProperties(GovShareProperties.class)
public final class GovShareAutoConfiguration {

    @Bean(destroyMethod = "close")
    @Lazy
    @ConditionalOnMissingBean
    GovShare govshare(GovShareProperties properties, Environment environment) {
        return new GovShareConfigurer(
                        properties,
                        environment.getProperty("spring.application.name"),
                        environment.getProperty("spring.application.version"))
                .build();
    }
}
