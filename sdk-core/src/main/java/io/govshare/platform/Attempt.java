package io.govshare.platform;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a call, as its signer sees it.
 *
 * @param facts dataset and context
 * @param credential the credential for this attempt; null when the dialect has none
 * @param now the time as the platform sees it
 * @param number from 1
 */
public record Attempt(CallFacts facts, @Nullable Credential credential, Instant now, int number) {}
