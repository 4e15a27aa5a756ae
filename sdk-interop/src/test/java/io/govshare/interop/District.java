package io.govshare.interop;

/** A record as the platform serves it and the client reads it. */
record District(String code, String name) {}
