/**
 * Declarative interfaces: what is asked of shared data, declared as the methods of a {@link io.govshare.service.DataService},
 * is checked as a whole when {@code GovShare.service} makes the object behind it, and then asked of the {@link
 * io.govshare.dataset.Dataset} that {@link io.govshare.service.FromDataset} names.
 */
@NullMarked
package io.govshare.service;

import org.jspecify.annotations.NullMarked;
