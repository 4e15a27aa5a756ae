/** Tests of credentials and tokens, and the fake platform link that the tests of dialects use as well. */
@NullMarked
package io.govshare.auth;

import org.jspecify.annotations.NullMarked;
