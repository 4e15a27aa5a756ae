package com.example.migrate;

import static io.govshare.dataset.Query.where;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.clientid.ClientIdGateway;
import io.govshare.dialect.gateway.Paging;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.gjgxjhpt.ExchangeGateway;
import io.govshare.dialect.hmac.HmacGateway;
import io.govshare.dialect.paasid.PaasIdGateway;
import io.govshare.dialect.rotation.RotationGateway;
import io.govshare.dialect.rtime.RtimeGateway;
import io.govshare.signing.Secret;
import java.nio.file.Path;
import java.util.List;

/** The same questions with the SDK. */
final class After {

    private After() {}

    record Marriage(String certNo, String registered) {}

    static GovShare.Builder application() {
        return GovShare.builder()
                .application("residence-permits", "1.4.0")
                .context(CallContext.purpose("residence-permit")
                        .matter("000123001")
                        .operator("op-4711", "Wei Lan")
                        .department("11350100")
                        .build());
    }

    static List<Marriage> marriages(GovShare govshare, String certNo) {
        return govshare.dataset("cn.mca.marriages", Marriage.class)
                .query(where(Marriage::certNo).is(certNo))
                .items();
    }

    static GovShare.Builder exchange(String base, Path appKey) {
        return application()
                .platform(ExchangeGateway.at(base)
                        .service(Service.named("cn.mca.marriages", "s_1200000900000_2109")
                                .method("POST")
                                .required("certNo", ValueType.TEXT)
                                .personal("certNo")
                                .credentials(Credentials.sharedSecret("rid-0001", Secret.ofFile(appKey)))));
    }

    static GovShare.Builder rtime(String base, Path appKey) {
        return application()
                .platform(RtimeGateway.at(base)
                        .service(Service.at("cn.mca.marriages", "/ebus/marriages")
                                .method("POST")
                                .required("certNo", ValueType.TEXT)
                                .personal("certNo")))
                .credentials(Credentials.sharedSecret("app-0001", Secret.ofFile(appKey)));
    }

    static GovShare.Builder rotation(String base, Path appSecret) {
        return application()
                .platform(RotationGateway.at(base)
                        .service(Service.at("cn.mca.marriages", RotationGateway.path("civil", "marriages"))
                                .required("certNo", ValueType.TEXT)
                                .personal("certNo")))
                .credentials(Credentials.sharedSecret("app-0001", Secret.ofFile(appSecret)));
    }

    static GovShare.Builder hmacHeaders(String base, Path secretKey) {
        return application()
                .platform(HmacGateway.at(base)
                        .service(Service.at("cn.mca.marriages", "/restapi/marriages")
                                .method("POST")
                                .required("certNo", ValueType.TEXT)
                                .personal("certNo")))
                .credentials(Credentials.sharedSecret("AK0001", Secret.ofFile(secretKey)));
    }

    static GovShare.Builder paasId(String base, Path token) {
        return application()
                .platform(PaasIdGateway.at(base)
                        .prefix("x-tif")
                        .system("residence", "vendor-0001")
                        .service(Service.at("cn.mca.marriages", "/ebus/marriages")
                                .constant("/UID", "residence-permits")
                                .required("certNo", ValueType.TEXT)
                                .personal("certNo")))
                .credentials(Credentials.sharedSecret("paas-id", Secret.ofFile(token)));
    }

    static GovShare.Builder clientId(String base, Path clientSecret) {
        return application()
                .platform(ClientIdGateway.at(base)
                        .service(Service.at("cn.mca.marriages", "/marriages")
                                .method("POST")
                                .required("certNo", ValueType.TEXT)
                                .personal("certNo")
                                .paging(Paging.pages("PAGE", "PAGENUM", 1, 100))))
                .credentials(Credentials.sharedSecret("client-0001", Secret.ofFile(clientSecret)));
    }
}
