package io.govshare.dialect;

import io.govshare.platform.ClientCredentials;
import io.govshare.signing.Secret;

/** An application id and the secret that it shares with a gateway. */
record SharedSecret(String clientId, Secret secret) implements ClientCredentials {}
