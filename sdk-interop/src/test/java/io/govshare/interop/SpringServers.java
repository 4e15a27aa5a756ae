package io.govshare.interop;

import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The two servers as their documentation sets them up, with nothing of ours. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class SpringServers {

    /** A chain of one's own switches the one that Boot would configure off, so the token endpoint has its chain here as well. */
    @Bean
    @Order(1)
    SecurityFilterChain tokens(HttpSecurity http) {
        http.oauth2AuthorizationServer(server -> http.securityMatcher(server.getEndpointsMatcher()))
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated());
        return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain records(HttpSecurity http) {
        http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .oauth2ResourceServer(
                        server -> server.jwt(Customizer.withDefaults()).dPoP(Customizer.withDefaults()));
        return http.build();
    }

    @Bean
    InMemoryRegisteredClientRepository clients() {
        return new InMemoryRegisteredClientRepository(
                SpringPlatform.client("nobody").build());
    }

    @RestController
    static final class Records {

        @GetMapping("/odata/districts")
        Map<String, List<District>> districts() {
            return Map.of("value", List.of(new District("350102", "鼓楼区")));
        }
    }
}
