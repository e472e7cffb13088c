package dev.pith.text.openai;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.pith.PithException;
import dev.pith.parallel.Workers;
import dev.pith.text.Embedder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Embeds texts by an endpoint that speaks as OpenAI's does, {@value #BATCH} at a time. A text is cut after {@value #MOST_TOKENS} tokens.
 *
 * <p>The key comes from the environment variable {@value #KEY}; it is in no message, no log and no file. Requests follow one another,
 * so that a crash costs one of them at most.
 */
public final class OpenAiEmbedder implements Embedder {
    /** The environment variable with the key. */
    public static final String KEY = "OPENAI_API_KEY";

    private static final String BASE_URL = "OPENAI_BASE_URL";
    private static final String USUAL_URL = "https://api.openai.com/v1";
    private static final String USUAL_MODEL = "text-embedding-3-small";

    /** So many of the longest texts are just within OpenAI's limit of 300,000 tokens a request. */
    private static final int BATCH = 32;

    private static final int MOST_TOKENS = 8191;

    /** Dollars for a million tokens, November 2026. */
    private static final Map<String, Double> PRICES =
            Map.of("text-embedding-3-small", 0.02, "text-embedding-3-large", 0.13, "text-embedding-ada-002", 0.10);

    private final String model;
    private final String url;
    private final OpenAIClient client;
    private final Retry retry;
    private final com.knuddels.jtokkit.api.Encoding tokens =
            Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);

    OpenAiEmbedder(String model, String url, String key, Duration firstPause) {
        this.model = model;
        this.url = url;
        this.client = OpenAIOkHttpClient.builder()
                .apiKey(key)
                .baseUrl(url)
                .timeout(Duration.ofMinutes(2))
                .maxRetries(0) // Retry also covers answers that were cut off
                .build();
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
    public static OpenAiEmbedder open(String model, @Nullable String baseUrl) {
        String ofEnvironment = System.getenv(BASE_URL);
        String url = baseUrl != null
                ? baseUrl
                : ofEnvironment == null || ofEnvironment.isBlank() ? USUAL_URL : ofEnvironment;
        requireAddress(url);
        String key = System.getenv(KEY);
        if (key == null || key.isBlank()) {
            throw new PithException("the environment variable " + KEY + " is not set, and " + url
                    + " wants a key; set it (to anything for a server that asks for none), or use --embedder minilm,"
                    + " which needs no network");
        }
        return new OpenAiEmbedder(model.isEmpty() ? USUAL_MODEL : model, url, key, Retry.FIRST_PAUSE);
    }

    private static void requireAddress(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--base-url must be an address such as http://localhost:8000/v1, got " + url, e);
        }
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(
                    "--base-url must be an address such as http://localhost:8000/v1, got " + url);
        }
        if (uri.getUserInfo() != null || uri.getQuery() != null) {
            throw new IllegalArgumentException(
                    "--base-url must hold no password and no query, since it is written into the run; put the key into "
                            + KEY);
        }
    }

    /** Returns what embedding these texts will take. */
    public Estimate estimate(Iterable<String> texts) {
        int count = 0;
        long sum = 0;
        for (String text : texts) {
            count++;
            sum += Math.min(MOST_TOKENS, tokens.countTokensOrdinary(text));
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
        return Map.of("embedder", "openai", "model", model, "url", url);
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public float[][] embed(List<String> texts, Workers workers) {
        EmbeddingCreateParams request = EmbeddingCreateParams.builder()
                .model(model)
                .inputOfArrayOfStrings(texts.stream().map(this::cut).toList())
                .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
                .build();
        return retry.until(() -> vectors(client.embeddings().create(request), texts.size()));
    }

    private String cut(String text) {
        boolean surelyShort = text.getBytes(StandardCharsets.UTF_8).length <= MOST_TOKENS;
        return surelyShort
                ? text
                : tokens.decode(tokens.encodeOrdinary(text, MOST_TOKENS).getTokens());
    }

    /** Returns the vectors in the order of the texts, whatever order they came in. */
    private float[][] vectors(CreateEmbeddingResponse response, int count) {
        float[][] vectors = new float[count][];
        for (Embedding embedding : response.data()) {
            long index = embedding.index();
            if (index < 0 || index >= count || vectors[(int) index] != null) {
                throw new PithException(url + ": answered with a vector for text " + index + " of " + count
                        + ", or two for one; it does not speak as OpenAI's endpoint does");
            }
            List<Float> values = embedding.embedding();
            float[] vector = new float[values.size()];
            for (int j = 0; j < vector.length; j++) {
                vector[j] = values.get(j);
            }
            vectors[(int) index] = vector;
        }
        for (int i = 0; i < count; i++) {
            if (vectors[i] == null || vectors[i].length == 0) {
                throw new PithException(url + ": answered " + count + " texts with "
                        + response.data().size() + " vectors, text " + i
                        + " has none; it does not speak as OpenAI's endpoint does");
            }
        }
        return vectors;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (OpenAIException e) {
            throw new PithException(url + ": cannot be left (" + e.getMessage() + ")", e);
        }
    }
}
