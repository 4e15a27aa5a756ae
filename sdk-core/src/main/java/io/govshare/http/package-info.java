/**
 * One HTTP call on its way through the pipeline: {@link io.govshare.http.Stage}, {@link io.govshare.http.Exchange},
 * {@link io.govshare.http.Request} and {@link io.govshare.http.Answer}, the transport at its end, the origins that may be
 * trusted with credentials, and the clock. OkHttp is known here and nowhere below.
 */
@NullMarked
package io.govshare.http;

import org.jspecify.annotations.NullMarked;
