package dev.pith.text.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request to an endpoint, and its answer. Redirections are not followed: the key belongs to the address that
 * the user gave.
 */
final class Endpoint {
    static final Duration USUAL_LIMIT = Duration.ofMinutes(2);

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // servers that speak no HTTP/2 may stumble over the offer of it
            .build();
    private final String url;
    private final URI address;
    private final String key;
    private final Duration limit;

    /**
     * Prepares; nothing is sent yet.
     *
     * @param url the part of the address before {@code /embeddings}
     * @param limit how long an answer may take, to its last byte
     */
    Endpoint(String url, String key, Duration limit) {
        this.url = url;
        this.address = URI.create(url.replaceAll("/+$", "") + "/embeddings");
        this.key = key;
        this.limit = limit;
    }

    /** What is read of an answer; whatever else it has is passed over. */
    private record Answer(@Nullable List<Vector> data) {}

    private record Vector(@Nullable Integer index, float @Nullable [] embedding) {}

    /**
     * Asks for the vectors of texts, and returns them in the order of the texts, whatever order they came in.
     *
     * @throws StatusException when the answer is another than 200
     * @throws IOException when none comes, or one that was cut off
     * @throws PithException when the answer is another than OpenAI's would be, or the thread is interrupted
     */
    float[][] embeddings(String model, List<String> texts) throws IOException {
        byte[] body = JSON.writeValueAsBytes(Map.of("model", model, "input", texts, "encoding_format", "float"));
        HttpResponse<byte[]> response = send(HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
        if (response.statusCode() != 200) {
            throw refusal(response);
        }
        Answer answer = read(response.body());
        if (answer == null || answer.data == null) {
            throw new IOException("an answer without data");
        }
        return inOrder(answer.data, texts.size());
    }

    private float[][] inOrder(List<Vector> answer, int count) throws IOException {
        float[][] vectors = new float[count][];
        for (Vector vector : answer) {
            if (vector == null || vector.index == null || vector.embedding == null) {
                throw new IOException("an answer with a vector that has no index or no numbers");
            }
            int index = vector.index;
            if (index < 0 || index >= count || vectors[index] != null) {
                throw new PithException(url + ": answered with a vector for text " + index + " of " + count
                        + ", or two for one; it does not speak as OpenAI's endpoint does");
            }
            vectors[index] = vector.embedding;
        }
        for (int i = 0; i < count; i++) {
            if (vectors[i] == null || vectors[i].length == 0) {
                throw new PithException(url + ": answered " + count + " texts with " + answer.size() + " vectors, text "
                        + i + " has none; it does not speak as OpenAI's endpoint does");
            }
        }
        return vectors;
    }

    private static @Nullable Answer read(byte[] body) throws IOException {
        try {
            return JSON.readValue(body, Answer.class);
        } catch (JsonProcessingException e) {
            throw new IOException("an answer that is no JSON of embeddings: " + e.getOriginalMessage());
        }
    }

    /** Sends, and waits for the whole answer: the client's own limit ends where the body begins. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer in " + limit.toSeconds() + " seconds", e);
        } catch (InterruptedException e) {
            throw Retry.interrupted(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            answer.cancel(true); // does nothing to one that has come
        }
    }

    private static StatusException refusal(HttpResponse<byte[]> response) {
        JsonNode error = JSON.missingNode();
        try {
            error = JSON.readTree(response.body()).path("error");
        } catch (IOException e) {
            // A page of a proxy, say: its text is shown instead.
        }
        String said = error.isTextual() ? error.asText() : error.path("message").asText("");
        if (said.isBlank()) {
            said = response.headers()
                    .firstValue("location")
                    .map(to -> "moved to " + to)
                    .orElseGet(() -> new String(response.body(), StandardCharsets.UTF_8));
        }
        return new StatusException(
                response.statusCode(),
                error.path("code").asText(""),
                said,
                response.headers().firstValue("retry-after").orElse(""));
    }
}
