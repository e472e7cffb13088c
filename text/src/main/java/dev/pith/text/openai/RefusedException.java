package dev.pith.text.openai;

/** An endpoint will not have a request as it is (400, 413, 422): it may take a smaller one. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param reason one line, the key taken out; the cause could name the key, so there is none
     */
    RefusedException(String reason) {
        super(reason);
    }
}
