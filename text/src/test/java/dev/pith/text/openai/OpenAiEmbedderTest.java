package dev.pith.text.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.text.LongTexts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an endpoint on this machine that fails in all the ways that endpoints do. */
class OpenAiEmbedderTest {
    private static final String KEY = "sk-very-secret";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the endpoint does with a request. */
    private enum Mood {
        BUSY,
        BROKEN,
        CUT,
        GARBLED,
        EMPTY,
        STUCK,
        MOVED,
        FORBIDDEN,
        BROKE,
        WELL,
        REVERSED,
        TOO_FEW
    }

    private final Queue<Mood> moods = new ConcurrentLinkedQueue<>();
    /** How many texts the endpoint takes at a time, and how long they may be. */
    private int mostTexts = Integer.MAX_VALUE;

    private int mostLetters = Integer.MAX_VALUE;
    private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/embeddings", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        Mood mood = moods.isEmpty() ? Mood.WELL : moods.remove();
        switch (mood) {
            case BUSY -> send(exchange, 429, "{\"error\": {\"message\": \"slow down\"}}");
            case BROKEN -> send(exchange, 500, "{\"error\": {\"message\": \"oops\"}}");
            case FORBIDDEN -> send(
                    exchange, 401, "{\"error\": {\"message\": \"Incorrect API key provided: " + KEY + "\"}}");
            case BROKE -> send(
                    exchange, 429, "{\"error\": {\"message\": \"no money\", \"code\": \"insufficient_quota\"}}");
            case GARBLED -> send(exchange, 200, "<html>one moment");
            case EMPTY -> send(exchange, 200, "{\"object\": \"list\"}");
            case STUCK -> {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush(); // and nothing more
            }
            case MOVED -> {
                exchange.getResponseHeaders().add("Location", "http://elsewhere/v1/embeddings");
                send(exchange, 308, "");
            }
            case CUT -> {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write('{');
                exchange.close();
            }
            case WELL, REVERSED, TOO_FEW -> {
                JsonNode input = request.get("input");
                batches.add(input.size());
                if (input.size() > mostTexts) {
                    send(
                            exchange,
                            400,
                            "{\"error\": {\"message\": \"batch size is invalid, at most " + mostTexts + "\"}}");
                } else if (StreamSupport.stream(input.spliterator(), false)
                        .anyMatch(text -> text.asText().length() > mostLetters)) {
                    send(exchange, 422, "{\"error\": {\"message\": \"too long\"}}");
                } else {
                    send(exchange, 200, vectors(input, mood));
                }
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** The vector of a text: its length, and its first letter. */
    private static String vectors(JsonNode texts, Mood mood) {
        List<String> data = IntStream.range(0, texts.size() - (mood == Mood.TOO_FEW ? 1 : 0))
                .mapToObj(i -> "{\"object\": \"embedding\", \"index\": " + i + ", \"embedding\": ["
                        + texts.get(i).asText().length() + ", "
                        + (int) texts.get(i).asText().charAt(0) + "]}")
                .collect(Collectors.toCollection(ArrayList::new));
        if (mood == Mood.REVERSED) {
            Collections.reverse(data);
        }
        return "{\"object\": \"list\", \"model\": \"m\", \"data\": [" + String.join(", ", data)
                + "], \"usage\": {\"prompt_tokens\": 1, \"total_tokens\": 1}}";
    }

    private float[][] embed(String... texts) {
        return embed(LongTexts.HEAD, texts);
    }

    private float[][] embed(LongTexts longTexts, String... texts) {
        try (Threads threads = new Threads(1);
                OpenAiEmbedder embedder = embedder(longTexts)) {
            return embedder.embed(List.of(texts), threads);
        }
    }

    private OpenAiEmbedder embedder(LongTexts longTexts) {
        return embedder(url(), longTexts, Endpoint.USUAL_LIMIT);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private static OpenAiEmbedder embedder(String url, LongTexts longTexts, Duration limit) {
        return new OpenAiEmbedder("m", url, KEY, longTexts, Duration.ofMillis(1), limit);
    }

    @Test
    void halvesBatchesUntilTheEndpointTakesThemAndRemembersIt() {
        mostTexts = 10;
        String[] texts = IntStream.range(1, 33).mapToObj("x"::repeat).toArray(String[]::new);
        try (Threads threads = new Threads(1);
                OpenAiEmbedder embedder = embedder(LongTexts.HEAD)) {
            float[][] vectors = embedder.embed(List.of(texts), threads);
            for (int i = 0; i < 32; i++) {
                assertThat(vectors[i]).containsExactly(i + 1, 'x');
            }
            assertThat(batches).containsExactly(32, 16, 8, 8, 8, 8);
            embedder.embed(List.of(texts), threads);
            assertThat(batches).hasSize(10).endsWith(8, 8, 8, 8);
        }
    }

    @Test
    void namesTheTextThatIsRefusedByItself() {
        mostLetters = 50;
        assertThatThrownBy(() -> embed("a", "b", "long ".repeat(20), "c"))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("refuses the text 'long long long long long long long long ...' even by itself (")
                .hasMessageContaining("too long")
                .hasNoCause();
        assertThat(batches).containsExactly(4, 2, 2, 1);
    }

    @Test
    void ofLongTextsTheHeadTheTailOrAllIsSent() {
        String text = "one ".repeat(8000) + "two ".repeat(8000); // a token a word
        float[] head = embed(LongTexts.HEAD, text, "a")[0];
        assertThat(head).containsExactly("one ".length() * 8000 + "two ".length() * 191 - 1, 'o');
        assertThat(embed(LongTexts.TAIL, text)[0][0]).isCloseTo(32_000, within(8f));
        float[][] windows = embed(LongTexts.WINDOWS, text, "a");
        assertThat(windows[0][0]).isCloseTo(32_000, within(8f));
        assertThat(windows[1]).containsExactly(1, 'a');
        assertThat(batches).containsExactly(2, 1, 4);
        try (OpenAiEmbedder embedder = embedder(LongTexts.HEAD)) {
            assertThat(embedder.excerpt("a")).isEmpty();
            assertThat(embedder.excerpt(text)).isPresent();
        }
    }

    @Test
    void halfASurrogatePairIsSentAsAReplacement() {
        assertThat(embed("\uD800a")).isDeepEqualTo(new float[][] {{2, '\uFFFD'}});
    }

    @Test
    void asksAgainWhenBusyBrokenOrCutOff() {
        moods.addAll(List.of(Mood.BUSY, Mood.BROKEN, Mood.CUT, Mood.GARBLED, Mood.EMPTY, Mood.WELL));
        assertThat(embed("ab", "c")).isDeepEqualTo(new float[][] {{2, 'a'}, {1, 'c'}});
        assertThat(authorizations).hasSize(6).containsOnly("Bearer " + KEY);
    }

    @Test
    void asksAgainWhenAnAnswerStopsHalfway() {
        moods.addAll(List.of(Mood.STUCK, Mood.WELL));
        try (Threads threads = new Threads(1);
                OpenAiEmbedder embedder = embedder(url() + "//", LongTexts.HEAD, Duration.ofMillis(500))) {
            assertThat(embedder.embed(List.of("ab"), threads)).isDeepEqualTo(new float[][] {{2, 'a'}});
        }
        assertThat(authorizations).hasSize(2);
    }

    @Test
    void aThreadThatIsInterruptedStopsAtOnceAndStaysInterrupted() {
        moods.add(Mood.STUCK);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> embed("a"))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("interrupted; the same command goes on where it stopped");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void theKeyGoesToNoOtherAddress() {
        moods.add(Mood.MOVED);
        assertThatThrownBy(() -> embed("a"))
                .hasMessageContaining("(308: moved to http://elsewhere/v1/embeddings); check `base-url`");
        assertThat(authorizations).hasSize(1);
    }

    @Test
    void waitsAsLongAsTheEndpointAsksButNoLongerThanAMinute() {
        Duration pause = Duration.ofSeconds(2);
        assertThat(Retry.asked(new StatusException(429, "", "", " 7 "), pause)).hasSeconds(7);
        assertThat(Retry.asked(new StatusException(429, "", "", "1"), pause)).hasSeconds(2);
        assertThat(Retry.asked(new StatusException(429, "", "", "3600"), pause)).hasSeconds(60);
        assertThat(Retry.asked(new StatusException(503, "", "", "Wed, 21 Oct 2015 07:28:00 GMT"), pause))
                .hasSeconds(2);
        assertThat(Retry.asked(new IOException("cut"), pause)).hasSeconds(2);
    }

    @Test
    void whereNobodyListensThatIsSaid() {
        String url = url();
        server.stop(0);
        try (Threads threads = new Threads(1);
                OpenAiEmbedder embedder = embedder(url, LongTexts.HEAD, Endpoint.USUAL_LIMIT)) {
            assertThatThrownBy(() -> embedder.embed(List.of("a"), threads))
                    .hasMessage(url + ": no vectors after 8 tries (no connection); what came before is kept, the same"
                            + " command goes on there");
        }
    }

    @Test
    void putsVectorsInTheOrderOfTheTexts() {
        moods.add(Mood.REVERSED);
        assertThat(embed("ab", "c", "def")).isDeepEqualTo(new float[][] {{2, 'a'}, {1, 'c'}, {3, 'd'}});
    }

    @Test
    void givesUpAtOnceWhereAskingAgainIsOfNoUseAndNamesNoKey() {
        moods.add(Mood.FORBIDDEN);
        assertThatThrownBy(() -> embed("a"))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("(401: Incorrect API key provided: [key]); check the key in OPENAI_API_KEY")
                .hasMessageNotContaining(KEY)
                .hasNoCause();
        moods.add(Mood.BROKE);
        assertThatThrownBy(() -> embed("a")).hasMessageContaining("no money");
        assertThat(authorizations).hasSize(2);
    }

    @Test
    void givesUpAfterManyTries() {
        IntStream.range(0, 50).forEach(i -> moods.add(Mood.BROKEN));
        assertThatThrownBy(() -> embed("a"))
                .hasMessageContaining("after 8 tries")
                .hasMessageContaining("what came before is kept");
    }

    @Test
    void refusesAnswersWithTooFewVectors() {
        moods.add(Mood.TOO_FEW);
        assertThatThrownBy(() -> embed("a", "b"))
                .hasMessageContaining("answered 2 texts with 1 vectors, text 1 has none");
    }

    @Test
    void estimatesTokensAndLeavesUnknownPricesOpen() {
        try (OpenAiEmbedder embedder = embedder("http://localhost:1/v1", LongTexts.HEAD, Endpoint.USUAL_LIMIT)) {
            assertThat(embedder.estimate(List.of("hello world", "hello")).toString())
                    .isEqualTo("2 texts, 3 tokens, at a price that is not known here");
            assertThat(embedder.identity().values()).noneMatch(value -> value.contains(KEY));
        }
    }

    @Test
    void wantsAKeyAndAnAddressWithoutSecrets() {
        assertThatThrownBy(() -> OpenAiEmbedder.open("", "http://user:password@localhost/v1", LongTexts.HEAD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must hold no password");
        assertThatThrownBy(() -> OpenAiEmbedder.open("", "nowhere", LongTexts.HEAD))
                .hasMessageContaining("must be an address");
    }
}
