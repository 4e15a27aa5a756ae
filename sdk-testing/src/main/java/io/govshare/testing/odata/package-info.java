/**
 * Records as OData 4.01 serves them: tables whose values are encoded once and whose queries work on integers, and the parser
 * for the query options that docs/protocol.md lists. Written from the standard, without any code of the SDK's own client side,
 * so that both check each other.
 */
@NullMarked
package io.govshare.testing.odata;

import org.jspecify.annotations.NullMarked;
