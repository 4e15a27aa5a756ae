package io.govshare.usage;

import java.io.IOException;

/** The spool was closed before the frame came. */
final class SpoolClosedException extends IOException {

    private static final long serialVersionUID = 1L;

    SpoolClosedException() {
        super("The spool is closed");
    }
}
