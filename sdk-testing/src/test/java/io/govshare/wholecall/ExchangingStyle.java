package io.govshare.wholecall;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.gateway.Gateway;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.gjgxjhpt.ExchangeGateway;
import io.govshare.dialect.rotation.RotationGateway;
import io.govshare.dialect.rtime.RtimeGateway;
import io.govshare.signing.Secret;
import io.govshare.testing.gateway.GatewayBuilder;
import io.govshare.testing.gateway.GatewaySandbox;
import io.govshare.testing.gateway.GatewayService;
import java.nio.file.Path;
import java.time.Duration;

/** The three styles of gateway that exchange a secret: the client's side, and the strict server that knows it. */
enum ExchangingStyle {
    /** A secret for each service, one URL for all. */
    NATIONAL("/sysapi/auth/", "/httpproxy", Duration.ofSeconds(1600), "429", "503") {
        @Override
        GatewayBuilder<?> server(GatewayService... services) {
            var builder = GatewaySandbox.nationalExchange();
            for (GatewayService service : services) {
                builder.client(ID, service.id(), KEY);
            }
            return builder;
        }

        @Override
        String id(String name) {
            return "s_" + name;
        }

        @Override
        Service service(String name) {
            return Service.named(name, id(name));
        }

        @Override
        Gateway<?> platform(String url) {
            return ExchangeGateway.at(url);
        }
    },

    /** A secret for the application, one URL for each service. */
    APP_ID("/auth/token", "/api/", Duration.ofSeconds(440), "429", "503") {
        @Override
        GatewayBuilder<?> server(GatewayService... services) {
            return GatewaySandbox.gatewayAppId().client(ID, KEY);
        }

        @Override
        String id(String name) {
            return "/api/" + name;
        }

        @Override
        Service service(String name) {
            return Service.at(name, id(name));
        }

        @Override
        Gateway<?> platform(String url) {
            return RtimeGateway.at(url);
        }
    },

    /** Two secrets that rotate, MD5, the context in the form. */
    TWO_SECRETS("/gateway/app/", "/gateway/api/", Duration.ofSeconds(800), "18", "false") {
        @Override
        GatewayBuilder<?> server(GatewayService... services) {
            return GatewaySandbox.twoSecrets().client(ID, KEY);
        }

        @Override
        String id(String name) {
            return "demo/" + name;
        }

        @Override
        Service service(String name) {
            return Service.at(name, RotationGateway.path("demo", name));
        }

        @Override
        Gateway<?> platform(String url) {
            return RotationGateway.at(url);
        }
    };

    static final String ID = "app-0001";
    static final String KEY = "canary-app-key-0001";
    static final CallContext CONTEXT = CallContext.purpose("residence-permit")
            .matter("ITEM-0001")
            .operator("op-canary-77")
            .build();

    private final String exchange;
    private final String calls;
    private final Duration untilStale;
    private final String quotaCode;
    private final String upstreamCode;

    ExchangingStyle(String exchange, String calls, Duration untilStale, String quotaCode, String upstreamCode) {
        this.exchange = exchange;
        this.calls = calls;
        this.untilStale = untilStale;
        this.quotaCode = quotaCode;
        this.upstreamCode = upstreamCode;
    }

    /** A gateway that knows the client, with nothing but its clients set. */
    abstract GatewayBuilder<?> server(GatewayService... services);

    /** How the gateway names a service. */
    abstract String id(String name);

    /** The dataset of this name at the client, without parameters. */
    abstract Service service(String name);

    /** The client's side of the gateway at this address, without services. */
    abstract Gateway<?> platform(String url);

    GatewaySandbox start(SharedClock clock, GatewayService... services) {
        GatewayBuilder<?> builder = server(services);
        for (GatewayService service : services) {
            builder.service(service);
        }
        builder.clock(clock);
        return builder.start();
    }

    GovShare.Builder client(GatewaySandbox gateway, SharedClock clock, Path spool, Service... services) {
        Gateway<?> platform = platform(gateway.url().toString());
        for (Service service : services) {
            platform = platform.service(service);
        }
        return client(platform, clock, spool);
    }

    static GovShare.Builder client(Gateway<?> platform, SharedClock clock, Path spool) {
        return GovShare.builder()
                .application("gateway-calls", "1.0.0")
                .platform(platform)
                .credentials(Credentials.sharedSecret(ID, Secret.of(KEY)))
                .context(CONTEXT)
                .clock(clock, clock)
                .usage(usage -> usage.folder(spool));
    }

    /** How many exchanges the gateway saw. */
    long exchanges(GatewaySandbox gateway) {
        return gateway.requestCount(exchange);
    }

    /** How many calls for rows the gateway saw. */
    long calls(GatewaySandbox gateway) {
        return gateway.requestCount(calls);
    }

    String exchangePath() {
        return exchange;
    }

    /** An age at which the secret is renewed, and at which it still signs. */
    Duration untilStale() {
        return untilStale;
    }

    String quotaCode() {
        return quotaCode;
    }

    String upstreamCode() {
        return upstreamCode;
    }
}
