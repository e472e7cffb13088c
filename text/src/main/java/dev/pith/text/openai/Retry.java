package dev.pith.text.openai;

import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import dev.pith.PithException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again when an endpoint is busy (429), fails (5xx), or the line is cut, after pauses that double and that the endpoint may
 * ask to be longer.
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

    /**
     * Returns the answer to a request.
     *
     * @throws RefusedException when another request may be answered
     * @throws PithException when none can be had
     */
    <T> T until(Supplier<T> request) {
        Duration pause = firstPause;
        for (int attempt = 1; ; attempt++) {
            try {
                return request.get();
            } catch (OpenAIException e) {
                if (isAboutRequest(e)) {
                    throw new RefusedException(reason(e));
                }
                if (!isPassing(e) || attempt == TRIES) {
                    throw failure(e, attempt);
                }
                log.debug("{}: {}, trying again", url, reason(e));
                rest(asked(e, pause));
                pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        }
    }

    private static boolean isAboutRequest(OpenAIException e) {
        return e instanceof OpenAIServiceException service
                && (service.statusCode() == 400 || service.statusCode() == 413 || service.statusCode() == 422);
    }

    private static boolean isPassing(OpenAIException e) {
        if (e instanceof OpenAIServiceException service) {
            int status = service.statusCode();
            boolean broke = service.code().filter("insufficient_quota"::equals).isPresent();
            return (status == 408 || status == 409 || status == 429 || status >= 500) && !broke;
        }
        return e instanceof OpenAIIoException || e instanceof OpenAIInvalidDataException;
    }

    /** Returns how long to wait: what the endpoint asks for, if it is longer, up to the longest pause. */
    private static Duration asked(OpenAIException e, Duration pause) {
        List<String> header =
                e instanceof OpenAIServiceException service ? service.headers().values("retry-after") : List.of();
        try {
            Duration asked = header.isEmpty()
                    ? pause
                    : Duration.ofSeconds(Long.parseLong(header.get(0).trim()));
            return asked.compareTo(pause) < 0 ? pause : shorter(asked, LONGEST_PAUSE);
        } catch (NumberFormatException date) {
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
            Thread.currentThread().interrupt();
            throw new PithException("interrupted; the same command goes on where it stopped", e);
        }
    }

    private PithException failure(OpenAIException e, int attempts) {
        String tries = attempts == 1 ? "" : " after " + attempts + " tries";
        String remedy = "what came before is kept, the same command goes on there";
        if (e instanceof OpenAIServiceException service) {
            remedy = switch (service.statusCode()) {
                case 401, 403 -> "check the key in " + OpenAiEmbedder.KEY;
                case 404 -> "check `base-url` and the model's name";
                default -> remedy;
            };
        }
        // The cause could name the key in its message, so it goes no further.
        return new PithException(url + ": no vectors" + tries + " (" + reason(e) + "); " + remedy);
    }

    /** Returns one line about a failure. */
    private String reason(OpenAIException e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = e instanceof OpenAIServiceException || deepest.getMessage() == null
                ? String.valueOf(e.getMessage())
                : deepest.getClass().getSimpleName() + ", " + deepest.getMessage();
        return message.lines().findFirst().orElse("").replace(key, "[key]");
    }
}
