package io.govshare.http;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns when two copies of OkHttp are on the class path, since which of them answers is then chance: the artifacts {@code
 * okhttp} 4.x and {@code okhttp-jvm} 5.x hold the same classes under two names, which no dependency tool sees.
 */
final class DuplicateOkHttp {

    private static final Logger LOG = LoggerFactory.getLogger(DuplicateOkHttp.class);
    private static final String CLASS = "okhttp3/OkHttpClient.class";
    private static final AtomicBoolean LOOKED = new AtomicBoolean();

    private DuplicateOkHttp() {}

    /** Looks once in the life of the JVM. */
    static void warnOnce() {
        if (LOOKED.compareAndSet(false, true)) {
            ClassLoader loader = DuplicateOkHttp.class.getClassLoader();
            warn(loader == null ? ClassLoader.getSystemClassLoader() : loader);
        }
    }

    static void warn(ClassLoader loader) {
        try {
            Set<String> places = new TreeSet<>();
            for (URL place : Collections.list(loader.getResources(CLASS))) {
                String name = place.toString();
                places.add(name.substring(0, name.length() - CLASS.length()));
            }
            if (places.size() > 1) {
                LOG.warn(
                        "OkHttp is on the class path {} times, so calls may fail with NoSuchMethodError: {}. Import"
                                + " govshare-bom before other BOMs, or exclude com.squareup.okhttp3:okhttp 4.x.",
                        places.size(),
                        String.join(" and ", places));
            }
        } catch (IOException e) {
            LOG.debug("Could not look for copies of OkHttp", e);
        }
    }
}
