package dev.pith.data;

import dev.pith.PithException;

/** A file that is whole and holds no sample; among others, as Spark leaves them, it may be passed over. */
public final class EmptyFileException extends PithException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception with a one-line message. */
    public EmptyFileException(String message) {
        super(message);
    }
}
