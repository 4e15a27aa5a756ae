package io.govshare.spring.autoconfigure;

import io.govshare.GovShare;
import io.govshare.platform.UsageSink;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of a {@link GovShare} from {@code govshare.*} properties. The client is made when it is first asked
 * for, so that an application without a platform starts, and closed with the context. Uses are reported to the bean of type
 * {@link UsageSink}, if there is one, and to the platform otherwise.
 */
@AutoConfiguration
@EnableConfigurationProperties(GovShareProperties.class)
public final class GovShareAutoConfiguration {

    @Bean(destroyMethod = "close")
    @Lazy
    @ConditionalOnMissingBean
    GovShare govshare(GovShareProperties properties, Environment environment, ObjectProvider<UsageSink> sinks) {
        return new GovShareConfigurer(
                        properties,
                        environment.getProperty("spring.application.name"),
                        environment.getProperty("spring.application.version"),
                        only(sinks))
                .build();
    }

    /** Whoever defines two must not find out later that their uses went to one of them, or to the platform. */
    private static @Nullable UsageSink only(ObjectProvider<UsageSink> sinks) {
        try {
            return sinks.getIfAvailable();
        } catch (NoUniqueBeanDefinitionException e) {
            throw new FailureAnalyzedException(
                    "There is more than one bean of type " + UsageSink.class.getName() + ": " + e.getBeanNamesFound(),
                    "Mark the one that uses are reported to as @Primary, or keep only that one.",
                    e);
        }
    }
}
