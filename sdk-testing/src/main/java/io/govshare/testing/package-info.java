/**
 * A strict sharing platform in the test's own JVM, for tests of applications that use the SDK and for trying it out: real
 * tokens, real signatures, real records, and a refusal that names the exact cause. See {@link io.govshare.testing.Sandbox}.
 */
@NullMarked
package io.govshare.testing;

import org.jspecify.annotations.NullMarked;
