package dev.pith.text.openai;

import dev.pith.PithException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again when an endpoint is busy (429), fails (5xx), or the line is cut, after pauses that double and that the
 * endpoint may ask to be longer.
 */
final class Retry {
    static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private static final Logger log = LoggerFactory.getLogger(Retry.class);
    private static final int TRIES = 8;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final String url;
    private final String key;
    private final Duration firstPause;

    /**
     * Prepares.
     *
     * @param key is taken out of what the endpoint says, should it repeat it
     */
    Retry(String url, String key, Duration firstPause) {
        this.url = url;
        this.key = key;
        this.firstPause = firstPause;
    }

    /** Something to ask an endpoint for. */
    interface Request<T> {
        T send() throws IOException;
    }

    /**
     * Returns the answer to a request.
     *
     * @throws RefusedException when another request may be answered
     * @throws PithException when none can be had
     */
    <T> T until(Request<T> request) {
        Duration pause = firstPause;
        for (int attempt = 1; ; attempt++) {
            try {
                return request.send();
            } catch (IOException e) {
                if (e instanceof StatusException answer && answer.isAboutRequest()) {
                    throw new RefusedException(reason(e));
                }
                if ((e instanceof StatusException answer && !answer.isPassing()) || attempt == TRIES) {
                    throw failure(e, attempt);
                }
                log.debug("{}: {}, trying again", url, reason(e));
                rest(asked(e, pause));
                pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        }
    }

    /** Returns how long to wait: what the endpoint asks for, if it is longer, up to the longest pause. */
    static Duration asked(IOException e, Duration pause) {
        try {
            Duration asked = e instanceof StatusException answer
                    ? Duration.ofSeconds(Long.parseLong(answer.retryAfter().strip()))
                    : pause;
            return asked.compareTo(pause) < 0 ? pause : shorter(asked, LONGEST_PAUSE);
        } catch (NumberFormatException none) { // or a date
            return pause;
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static void rest(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Returns what ends the work of an interrupted thread, which stays interrupted. */
    static PithException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new PithException("interrupted; the same command goes on where it stopped", e);
    }

    private PithException failure(IOException e, int attempts) {
        String tries = attempts == 1 ? "" : " after " + attempts + " tries";
        int status = e instanceof StatusException answer ? answer.status() : 0;
        String remedy =
                switch (status) {
                    case 401, 403 -> "check the key in " + OpenAiEmbedder.KEY;
                    case 301, 302, 307, 308, 404 -> "check `base-url` and the model's name";
                    default -> "what came before is kept, the same command goes on there";
                };
        // The cause could name the key in its message, so it goes no further.
        return new PithException(url + ": no vectors" + tries + " (" + reason(e) + "); " + remedy);
    }

    /** Returns one line about a failure. */
    private String reason(IOException e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message;
        if (deepest instanceof UnresolvedAddressException) {
            message = "no such host";
        } else if (e instanceof ConnectException) {
            message = "no connection";
        } else if (deepest == e && e.getMessage() != null) {
            message = e.getMessage();
        } else {
            message = deepest.getClass().getSimpleName()
                    + (deepest.getMessage() == null ? "" : ", " + deepest.getMessage());
        }
        return message.lines().findFirst().orElse("").replace(key, "[key]");
    }
}
