/**
 * The standard platform, which speaks published standards only: OAuth 2.0, HTTP Message Signatures, DCAT, ODRL, OData,
 * Problem Details, CloudEvents. Its wire is described in {@code docs/protocol.md}.
 */
@NullMarked
package io.govshare.dialect.standard;

import org.jspecify.annotations.NullMarked;
