package io.govshare.dataset;

import io.govshare.error.Internal;

/**
 * What is published of one field, for comparison with the type of records.
 *
 * @param name name in the data; {@code address/city} for a nested one
 * @param type type as the catalogue spells it, such as {@code Edm.String} or {@code xsd:date}; empty when not given
 * @param nullable whether records may lack it
 */
@Internal
public record PublishedField(String name, String type, boolean nullable) {}
