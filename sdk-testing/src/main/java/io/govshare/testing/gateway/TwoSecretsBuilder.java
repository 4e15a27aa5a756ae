package io.govshare.testing.gateway;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Collects a gateway with two secrets in rotation. Not safe for concurrent use.
 *
 * <p>Secrets are exchanged at {@code /gateway/app/refreshTokenByKey.htm} and {@code …BySec.htm}; one for calls lives 15 minutes,
 * one for refreshes 48 hours, both on the gateway's own clock. A service has the id {@code directory/interface} and is called
 * at {@code /gateway/api/{directory}/dataSharing/{interface}.htm}. Its signature is in parameters of query or form, its purpose
 * in the parameter {@code additional} with at least {@code powerMatters} and {@code accesscardId}. A time may be less than 5
 * minutes behind and 5 s ahead. Rows are in {@code data} of JSON in a string.
 */
public final class TwoSecretsBuilder extends GatewayBuilder<TwoSecretsBuilder> {

    private Set<String> requiredPurpose = new LinkedHashSet<>(List.of("powerMatters", "accesscardId"));
    private TwoSecrets.Placement placement = TwoSecrets.Placement.PARAMETERS;
    private TwoSecrets.Names names = new TwoSecrets.Names("appKey", "sign", "requestTime");
    private boolean purposeInHeaders;
    private boolean upperCase;
    private boolean plain;
    private EndTimes endTimes = EndTimes.NUMBER;
    private Duration refreshLifetime = Duration.ofDays(2);

    TwoSecretsBuilder() {
        super(TimeWindow.ofSeconds(300, 5), Duration.ofMinutes(15), "data");
    }

    /** Registers an application. */
    public TwoSecretsBuilder client(String appKey, String appSecret) {
        return register(appKey, appSecret);
    }

    /** The signature of a call is in headers, beside JSON content. */
    public TwoSecretsBuilder signatureInHeaders() {
        placement = TwoSecrets.Placement.HEADERS;
        return this;
    }

    /** The signature of a call is in members of its JSON content. */
    public TwoSecretsBuilder signatureInJson() {
        placement = TwoSecrets.Placement.JSON;
        return this;
    }

    /** Names of the parameters, headers or members that sign; {@code appKey}, {@code sign}, {@code requestTime} by default. */
    public TwoSecretsBuilder names(String appKey, String sign, String requestTime) {
        names = new TwoSecrets.Names(
                Objects.requireNonNull(appKey, "appKey"),
                Objects.requireNonNull(sign, "sign"),
                Objects.requireNonNull(requestTime, "requestTime"));
        return this;
    }

    /** Wants signatures in upper-case hex; lower case by default. */
    public TwoSecretsBuilder upperCaseHex() {
        upperCase = true;
        return this;
    }

    /** The purpose is in the headers {@code powerMatters} and {@code subPowerMatters}, not in {@code additional}. */
    public TwoSecretsBuilder purposeInHeaders() {
        purposeInHeaders = true;
        return this;
    }

    /** The members of the purpose that may not be missing, in place of the default ones; none for any. */
    public TwoSecretsBuilder requirePurpose(String... members) {
        for (String member : members) {
            if (!TwoSecretsPurpose.MEMBERS.contains(member)) {
                throw new IllegalArgumentException(
                        "requirePurpose takes some of " + TwoSecretsPurpose.MEMBERS + ", not " + member);
            }
        }
        requiredPurpose = new LinkedHashSet<>(List.of(members));
        return this;
    }

    /** {@code datas} is JSON, not JSON in a string. */
    public TwoSecretsBuilder plainDatas() {
        plain = true;
        return this;
    }

    /** How long secrets live; 15 minutes and 48 hours by default. */
    public TwoSecretsBuilder secretLifetime(Duration request, Duration refresh) {
        if (refresh.toMillis() < 1) {
            throw new IllegalArgumentException("secretLifetime takes positive durations, not " + refresh);
        }
        refreshLifetime = refresh;
        return lifetime(request);
    }

    /** Writes end times as milliseconds in a string; by default as a number. */
    public TwoSecretsBuilder endTimesAsText() {
        endTimes = EndTimes.TEXT;
        return this;
    }

    /** Writes end times as {@code 2023-11-15 06:13:20} in Beijing; by default as a number of milliseconds. */
    public TwoSecretsBuilder endTimesAsDates() {
        endTimes = EndTimes.DATE;
        return this;
    }

    @Override
    GatewayService offered(GatewayService service) {
        if (!service.id().matches("[^/]+/[^/]+")) {
            throw new IllegalArgumentException(
                    "a service of this style has an id such as directory/interface, not " + service.id());
        }
        return service;
    }

    @Override
    TwoSecretsBuilder self() {
        return this;
    }

    @Override
    Dialect dialect(GatewaySettings settings) {
        return new TwoSecrets(
                settings,
                refreshLifetime,
                names,
                placement,
                upperCase ? SignatureForm.UPPER_HEX : SignatureForm.LOWER_HEX,
                new TwoSecretsPurpose(purposeInHeaders, requiredPurpose),
                plain,
                endTimes);
    }
}
