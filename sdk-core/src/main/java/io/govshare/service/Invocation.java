package io.govshare.service;

import org.jspecify.annotations.Nullable;

/** What is done when a method of a data service is called. */
@FunctionalInterface
interface Invocation {

    @Nullable
    Object invoke(Object proxy, @Nullable Object[] arguments) throws Throwable;
}
