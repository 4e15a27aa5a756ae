package io.govshare.testing;

/**
 * What the sandbox acknowledged of one chain of usage events, as {@code GovShare-Usage-Chain} named it and the events that came
 * confirm it. Immutable.
 *
 * @param chain id of the chain; each spool of a client has its own
 * @param count how many events it has
 * @param head link of the last of them, 64 hexadecimal digits
 * @param missing how many of them never came, such as those that were too old to be delivered
 */
public record UsageAnchor(String chain, long count, String head, long missing) {}
