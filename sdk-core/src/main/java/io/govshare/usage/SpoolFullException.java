package io.govshare.usage;

import java.io.IOException;

/** A record found no room: the spool is as large as it may be, or the disk as full. */
final class SpoolFullException extends IOException {

    private static final long serialVersionUID = 1L;

    SpoolFullException(String message) {
        super(message);
    }
}
