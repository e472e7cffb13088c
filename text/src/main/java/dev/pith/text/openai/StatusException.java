package dev.pith.text.openai;

import java.io.IOException;

/** An endpoint answered, with a status that is no success. */
final class StatusException extends IOException {
    private static final long serialVersionUID = 1;

    /** How much of a page is shown. */
    private static final int SHOWN = 200;

    private final int status;
    private final String code;
    private final String retryAfter;

    /**
     * Makes one.
     *
     * @param code the endpoint's own word for the cause, or empty
     * @param said what it says to people; the first line of it is shown
     * @param retryAfter when to ask again, as it says, or empty
     */
    StatusException(int status, String code, String said, String retryAfter) {
        super(status
                + said.strip().lines().findFirst().map(StatusException::shown).orElse(""));
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    private static String shown(String line) {
        return ": " + (line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...");
    }

    int status() {
        return status;
    }

    String retryAfter() {
        return retryAfter;
    }

    /** Says whether the endpoint will not have the request as it is: it may take a smaller one. */
    boolean isAboutRequest() {
        return status == 400 || status == 413 || status == 422;
    }

    /** Says whether the same request may be answered later. */
    boolean isPassing() {
        return (status == 408 || status == 409 || status == 429 || status >= 500) && !code.equals("insufficient_quota");
    }
}
