package dev.pith.pipeline;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A page in a headless Chromium, driven as a person would by its DevTools protocol. */
public final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ADDRESS = Pattern.compile("listening on (ws://\\S+)");
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final String session;
    private final Map<Integer, CompletableFuture<JsonNode>> waiting;
    private final List<String> faults;
    private int number;

    private Chromium(
            Process process,
            WebSocket socket,
            String session,
            Map<Integer, CompletableFuture<JsonNode>> waiting,
            List<String> faults,
            int number) {
        this.process = process;
        this.socket = socket;
        this.session = session;
        this.waiting = waiting;
        this.faults = faults;
        this.number = number;
    }

    /**
     * Starts a browser with an empty page; where there is none that runs, the test is skipped.
     *
     * @param profile a folder for what the browser writes
     */
    public static Chromium start(Path profile) throws Exception {
        Optional<Path> browser = installed();
        assumeTrue(browser.isPresent(), "no Chromium on the path");
        Optional<Chromium> started = start(browser.get(), profile);
        assumeTrue(started.isPresent(), "Chromium does not run here");
        return started.get();
    }

    private static Optional<Path> installed() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Chromium> start(Path browser, Path profile) throws Exception {
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--window-size=1300,900",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        Optional<String> address = address(process);
        if (address.isEmpty()) {
            process.destroyForcibly().waitFor();
            return Optional.empty();
        }
        Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
        List<String> faults = Collections.synchronizedList(new ArrayList<>());
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address.get()), listener(waiting, faults))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Chromium browsing = new Chromium(process, socket, "", waiting, faults, 0);
        String target = browsing.send("Target.createTarget", Map.of("url", "about:blank"))
                .get("targetId")
                .textValue();
        String session = browsing.send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId")
                .textValue();
        Chromium page = new Chromium(process, socket, session, waiting, faults, browsing.number);
        page.send("Runtime.enable", Map.of());
        page.send("Log.enable", Map.of());
        page.send("Page.enable", Map.of());
        return Optional.of(page);
    }

    private static Optional<String> address(Process process) throws IOException {
        CompletableFuture<String> found = new CompletableFuture<>();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        Thread reader = new Thread(() -> {
            try {
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    Matcher address = ADDRESS.matcher(line);
                    if (address.find()) {
                        found.complete(address.group(1));
                    }
                }
            } catch (IOException e) {
                // the browser has ended
            }
            found.complete("");
        });
        reader.setDaemon(true);
        reader.start();
        try {
            return Optional.of(found.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).filter(text -> !text.isEmpty());
        } catch (Exception e) {
            return Optional.empty();
        }
    }

    private static WebSocket.Listener listener(Map<Integer, CompletableFuture<JsonNode>> waiting, List<String> faults) {
        StringBuilder text = new StringBuilder();
        return new WebSocket.Listener() {
            @Override
            public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                text.append(part);
                if (last) {
                    hear(text.toString(), waiting, faults);
                    text.setLength(0);
                }
                socket.request(1);
                return null;
            }
        };
    }

    private static void hear(String text, Map<Integer, CompletableFuture<JsonNode>> waiting, List<String> faults) {
        try {
            JsonNode message = JSON.readTree(text);
            if (message.has("id")) {
                CompletableFuture<JsonNode> asked =
                        waiting.remove(message.get("id").intValue());
                if (asked != null) {
                    asked.complete(message);
                }
            } else if (List.of("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled")
                    .contains(message.path("method").textValue())) {
                faults.add(text);
            }
        } catch (IOException e) {
            faults.add(text);
        }
    }

    /** Sends a command of the protocol and returns its result. */
    public JsonNode send(String method, Map<String, ?> parameters) throws Exception {
        ObjectNode message = JSON.createObjectNode();
        int id = ++number;
        message.put("id", id).put("method", method).set("params", JSON.valueToTree(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        socket.sendText(message.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        JsonNode heard = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (heard.has("error")) {
            throw new IllegalStateException(method + ": " + heard.get("error"));
        }
        return heard.get("result");
    }

    /** Returns the value of an expression in the page. */
    public JsonNode value(String expression) throws Exception {
        JsonNode answer =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.get("result").path("value");
    }

    /** Waits until an expression is true. */
    public void await(String expression) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!value(expression).asBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited in vain for " + expression + "; the page said " + faults);
            }
            Thread.sleep(50);
        }
    }

    /** Presses, moves or releases the mouse. */
    public void mouse(String type, double x, double y) throws Exception {
        send(
                "Input.dispatchMouseEvent",
                Map.of("type", type, "x", x, "y", y, "button", "left", "buttons", 1, "clickCount", 1));
    }

    /** Presses a key that types a character. */
    public void type(String character) throws Exception {
        send("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", character, "text", character));
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", character));
    }

    /** Presses a key that types nothing, such as an arrow. */
    public void press(String key, int code) throws Exception {
        Map<String, Object> pressed = Map.of("type", "rawKeyDown", "key", key, "windowsVirtualKeyCode", code);
        send("Input.dispatchKeyEvent", pressed);
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    }

    /** Returns what the page complained of. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
