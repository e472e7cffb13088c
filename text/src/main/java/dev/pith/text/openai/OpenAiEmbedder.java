package dev.pith.text.openai;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.text.Embedder;
import dev.pith.text.LongTexts;
import dev.pith.text.LongTexts.Span;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds texts by an endpoint that speaks as OpenAI's does, {@value #BATCH} at a time, or as many as it takes. Of a
 * text of more than {@value #MOST_TOKENS} tokens the beginning, the end, or windows are sent.
 *
 * <p>The key comes from the environment variable {@value #KEY}; it is in no message, no log and no file. Requests
 * follow one another, so that a crash costs one of them at most.
 */
public final class OpenAiEmbedder implements Embedder {
    private static final Logger log = LoggerFactory.getLogger(OpenAiEmbedder.class);

    /** The environment variable with the key. */
    public static final String KEY = "OPENAI_API_KEY";

    private static final String BASE_URL = "OPENAI_BASE_URL";
    private static final String USUAL_URL = "https://api.openai.com/v1";
    private static final String USUAL_MODEL = "text-embedding-3-small";

    /** So many of the longest texts are just within OpenAI's limit of 300,000 tokens a request. */
    private static final int BATCH = 32;

    private static final int MOST_TOKENS = 8191;

    /** Tokens of a part that begins within a text: read by itself, it may have a few more. */
    private static final int PART_TOKENS = 8000;

    /** How much of a text that is refused is shown. */
    private static final int SHOWN = 40;

    private static final Pattern VISIBLE = Pattern.compile("[!-~]+");
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    /** Dollars for a million tokens, November 2026. */
    private static final Map<String, Double> PRICES =
            Map.of("text-embedding-3-small", 0.02, "text-embedding-3-large", 0.13, "text-embedding-ada-002", 0.10);

    private final String model;
    private final String url;
    private final LongTexts longTexts;
    private final Endpoint endpoint;
    private final Retry retry;
    private final com.knuddels.jtokkit.api.Encoding tokens =
            Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);

    /** How many texts the endpoint takes at a time, as far as known. */
    private int most = BATCH;

    OpenAiEmbedder(String model, String url, String key, LongTexts longTexts, Duration firstPause, Duration limit) {
        this.model = model;
        this.url = url;
        this.longTexts = longTexts;
        this.endpoint = new Endpoint(url, key, limit);
        this.retry = new Retry(url, key, firstPause);
    }

    /**
     * Prepares for an endpoint; nothing is sent yet.
     *
     * @param model its name there, or empty for {@value #USUAL_MODEL}
     * @param baseUrl the endpoint, or null for the environment variable {@value #BASE_URL} or else OpenAI's own
     * @throws PithException when the environment has no key
     * @throws IllegalArgumentException when the address is no address, or holds a password
     */
    public static OpenAiEmbedder open(String model, @Nullable String baseUrl, LongTexts longTexts) {
        String ofEnvironment = System.getenv(BASE_URL);
        String url = baseUrl != null
                ? baseUrl
                : ofEnvironment == null || ofEnvironment.isBlank() ? USUAL_URL : ofEnvironment;
        requireAddress(url);
        String key = System.getenv(KEY);
        if (key == null || key.isBlank()) {
            throw new PithException("the environment variable " + KEY + " is not set, and " + url
                    + " wants a key; set it (to anything for a server that asks for none), or use `embedder minilm`,"
                    + " which needs no network");
        }
        if (!VISIBLE.matcher(key.strip()).matches()) {
            throw new PithException("the environment variable " + KEY
                    + " holds a blank, a line break or a letter that no key has; set it to the key alone");
        }
        return new OpenAiEmbedder(
                model.isEmpty() ? USUAL_MODEL : model,
                url,
                key.strip(),
                longTexts,
                Retry.FIRST_PAUSE,
                Endpoint.USUAL_LIMIT);
    }

    private static void requireAddress(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "`base-url` must be an address such as http://localhost:8000/v1, got " + url, e);
        }
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(
                    "`base-url` must be an address such as http://localhost:8000/v1, got " + url);
        }
        if (uri.getUserInfo() != null || uri.getQuery() != null) {
            throw new IllegalArgumentException(
                    "`base-url` must hold no password and no query, since it is written into the run; put the key into "
                            + KEY);
        }
    }

    /** Returns what embedding these texts will take. */
    public Estimate estimate(Iterable<String> texts) {
        int count = 0;
        long sum = 0;
        for (String text : texts) {
            count++;
            sum += parts(text).stream().mapToInt(part -> part.span().length()).sum();
        }
        Double price = url.equals(USUAL_URL) ? PRICES.get(model) : null;
        return new Estimate(count, sum, price == null ? OptionalDouble.empty() : OptionalDouble.of(sum / 1e6 * price));
    }

    /** Returns where texts are sent. */
    public String url() {
        return url;
    }

    @Override
    public Map<String, String> identity() {
        Map<String, String> identity = new TreeMap<>(Map.of("embedder", "openai", "model", model, "url", url));
        if (longTexts != LongTexts.HEAD) {
            identity.put("long texts", longTexts.toString());
        }
        return identity;
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public float[][] embed(List<String> texts, Threads threads) {
        List<List<Part>> parts = texts.stream().map(this::parts).toList();
        List<float[]> vectors =
                vectors(parts.stream().flatMap(List::stream).map(Part::text).toList());
        float[][] means = new float[texts.size()][];
        int from = 0;
        for (int i = 0; i < means.length; i++) {
            List<Part> ofText = parts.get(i);
            int to = from + ofText.size();
            means[i] = LongTexts.mean(
                    vectors.subList(from, to), ofText.stream().map(Part::span).toList());
            from = to;
        }
        return means;
    }

    /** Asks for vectors, for half as many at a time from then on when that is too much. */
    private List<float[]> vectors(List<String> texts) {
        List<float[]> vectors = new ArrayList<>();
        while (vectors.size() < texts.size()) {
            List<String> next = texts.subList(vectors.size(), Math.min(texts.size(), vectors.size() + most));
            try {
                vectors.addAll(List.of(retry.until(() -> endpoint.embeddings(model, next))));
            } catch (RefusedException e) {
                if (next.size() == 1) {
                    throw refused(next.get(0), e);
                }
                most = next.size() / 2;
                log.debug("{}: {}, trying {} texts at a time", url, e.getMessage(), most);
            }
        }
        return vectors;
    }

    private PithException refused(String text, RefusedException e) {
        String start = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return new PithException(url + ": refuses the text '" + start + "' even by itself (" + e.getMessage()
                + "); make it shorter or leave its record out, or choose another model");
    }

    /**
     * What is sent of a text.
     *
     * @param span its tokens
     */
    private record Part(String text, Span span) {}

    private List<Part> parts(String text) {
        String whole = LONE_SURROGATE.matcher(text).replaceAll("\uFFFD"); // which UTF-8 cannot hold
        IntArrayList all = tokens.encodeOrdinary(whole);
        if (all.size() <= MOST_TOKENS) {
            return List.of(new Part(whole, new Span(0, all.size())));
        }
        if (longTexts == LongTexts.HEAD) {
            IntArrayList head = tokens.encodeOrdinary(whole, MOST_TOKENS).getTokens(); // ends with a whole character
            return List.of(new Part(tokens.decode(head), new Span(0, head.size())));
        }
        return longTexts.spans(all.size(), PART_TOKENS).stream()
                .map(span -> new Part(tokens.decode(slice(all, span)), span))
                .toList();
    }

    private static IntArrayList slice(IntArrayList all, Span span) {
        IntArrayList slice = new IntArrayList(span.length());
        for (int t = span.from(); t < span.to(); t++) {
            slice.add(all.get(t));
        }
        return slice;
    }

    @Override
    public Optional<String> excerpt(String text) {
        boolean surelyShort = text.getBytes(StandardCharsets.UTF_8).length <= MOST_TOKENS;
        if (surelyShort || tokens.countTokensOrdinary(text) <= MOST_TOKENS) {
            return Optional.empty();
        }
        return Optional.of(parts(text).stream().map(Part::text).collect(Collectors.joining(" ")));
    }

    @Override
    public void close() {
        // Connections that are idle close themselves.
    }
}
