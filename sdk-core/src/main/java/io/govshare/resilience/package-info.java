/**
 * What is tried again, and when to stop: retries with a budget and a deadline, the registered rate of a dataset, the number
 * of calls at a time, and the breaker. Resilience4j decides, the SDK's own clock and {@link io.govshare.http.Sleeper} wait.
 */
@NullMarked
package io.govshare.resilience;

import org.jspecify.annotations.NullMarked;
