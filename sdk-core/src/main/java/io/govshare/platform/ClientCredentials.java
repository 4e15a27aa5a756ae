package io.govshare.platform;

/** How the application proves who it is; each dialect says which kinds it takes. {@code toString} shows no secret. */
public interface ClientCredentials {

    /** Identifier of the application on the platform. */
    String clientId();
}
