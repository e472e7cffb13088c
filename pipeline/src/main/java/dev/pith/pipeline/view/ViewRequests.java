package dev.pith.pipeline.view;

import com.sun.net.httpserver.HttpExchange;
import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.pipeline.session.Messages;
import dev.pith.run.Manifest;
import dev.pith.torch.evaluate.Row;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a browser may ask for, below the token: the page and its parts, {@code state} and {@code reload}, and under the
 * number of the reading, which counts up when the run is read anew, what {@link RunAnswers} knows. Whoever saves ids
 * ({@code save}), or asks for some ({@code saved}, {@code other}), names the samples that ids mean on the page, by the
 * fingerprint of their source.
 */
final class ViewRequests implements AutoCloseable {
    private static final Map<String, String> PAGE = Map.of(
            "", "view.html",
            "colours.css", "/dev/pith/report/colours.css",
            "view.css", "view.css",
            "view.js", "view.js",
            "page.js", "page.js",
            "card.js", "card.js",
            "compare.js", "compare.js",
            "model.js", "model.js",
            "map.js", "map.js",
            "list.js", "list.js");

    private final Path run;
    private final Threads threads;
    private final Messages messages;
    private final SavedSelections saved;

    /** Held for reading while a request looks at the run, and for writing while the run is replaced. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private RunAnswers answers;
    private List<OtherRun> others;
    private byte[] manifest;
    private int reading;

    private ViewRequests(Path run, List<OtherRun> others, Threads threads, Messages messages, byte[] manifest) {
        this.run = run;
        this.others = others;
        this.threads = threads;
        this.messages = messages;
        this.saved = new SavedSelections(run);
        this.manifest = manifest;
        this.answers = new RunAnswers(ViewedRun.read(run, threads, messages), threads);
    }

    static ViewRequests of(Path run, List<Path> others, Threads threads, Messages messages) {
        Path directory = run.toAbsolutePath().normalize();
        Manifest.Samples about = Manifest.read(run).source();
        List<OtherRun> read = new ArrayList<>();
        for (Path other : others) {
            read.add(OtherRun.read(other, about));
        }
        return new ViewRequests(directory, read, threads, messages, bytes(directory));
    }

    private static byte[] bytes(Path run) {
        try {
            return Files.readAllBytes(run.resolve(Manifest.FILE));
        } catch (IOException e) {
            throw new PithException(run + ": the run is not there any more (" + e.getMessage() + ")", e);
        }
    }

    int samples() {
        return answers.run().size();
    }

    Reply reply(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().split("/", 3)[2];
        boolean post = exchange.getRequestMethod().equals("POST");
        if (!post && !exchange.getRequestMethod().equals("GET")) {
            return Reply.failure(405, "only GET and POST are answered");
        }
        String resource = PAGE.get(path);
        if (!post && resource != null) {
            return page(resource);
        }
        String[] words = path.split("/", 3);
        if (post && words[0].equals("save") && words.length == 3) {
            return save(exchange, words[1], words[2]);
        }
        if (post && path.equals("reload")) {
            return reload();
        }
        return post ? Reply.failure(404, "there is no " + path) : get(exchange, path, words);
    }

    private Reply get(HttpExchange exchange, String path, String[] words) {
        lock.readLock().lock();
        try {
            if (path.equals("state")) {
                return Reply.json(200, state());
            }
            if (words[0].equals("saved") && words.length == 3) {
                requireSameSamples(words[1]);
                return savedSelection(words[2]);
            }
            if (words[0].equals("other") && words.length == 3) {
                requireSameSamples(words[1]);
                return Reply.ints(Objects.requireNonNull(
                        selecting().get(Integer.parseInt(words[2])).ids()));
            }
            if (path.equals("evaluations")) {
                return Reply.json(200, evaluations());
            }
            if (!words[0].equals(Integer.toString(reading)) || words.length < 2) {
                return Reply.failure(410, "the run was read anew in another window; load the page again");
            }
            return answers.reply(words, query(exchange));
        } finally {
            lock.readLock().unlock();
        }
    }

    private static Reply page(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ViewRequests.class.getResourceAsStream(name))) {
            String type = name.endsWith(".html") ? "text/html" : name.endsWith(".css") ? "text/css" : "text/javascript";
            return new Reply(200, type + "; charset=utf-8", in.readAllBytes(), false);
        }
    }

    private static String query(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return query == null ? "" : URLDecoder.decode(query, StandardCharsets.UTF_8);
    }

    /** Says whether the run is still as it was read, and what was saved. */
    private Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("reading", reading);
        state.put("changed", change().orElse(""));
        state.put("saved", saved.list());
        state.put("others", selecting().stream().map(OtherRun::name).toList());
        return state;
    }

    private List<OtherRun> selecting() {
        return others.stream().filter(other -> other.ids() != null).toList();
    }

    /** Returns the tables of the evaluations in this run and the others. */
    private List<Map<String, Object>> evaluations() {
        OtherRun own = new OtherRun(
                run.toString(), null, OtherRun.evaluation(run, answers.run().manifest()));
        return Stream.concat(Stream.of(own), others.stream())
                .filter(some -> !some.evaluation().isEmpty())
                .map(some -> Map.<String, Object>of(
                        "run",
                        some.name(),
                        "rows",
                        some.evaluation().stream().map(ViewRequests::row).toList()))
                .toList();
    }

    private static Map<String, @Nullable Object> row(Row row) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("equal", row.view().toString());
        map.put("measure", row.view().measure().toString());
        map.put("network", row.network());
        map.put("selection", row.selection());
        map.put("pruning", row.pruning().toString());
        map.put("keep", row.keep());
        map.put("value", number(row.accuracy()));
        map.put("deviation", number(row.deviation()));
        map.put("overRandom", number(row.overRandom()));
        map.put("interval", number(row.overRandomInterval()));
        return map;
    }

    private static @Nullable Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private Optional<String> change() {
        if (Arrays.equals(bytes(run), manifest)) {
            return Optional.empty();
        }
        List<String> command = Manifest.read(run).command();
        return Optional.of("pith " + String.join(" ", command));
    }

    private Reply reload() {
        byte[] now = bytes(run);
        RunAnswers read = new RunAnswers(ViewedRun.read(run, threads, messages), threads);
        lock.writeLock().lock();
        try {
            if (!read.fingerprint().equals(answers.fingerprint())) {
                others = List.of(); // their ids mean samples of the source that the run was of
            }
            answers.close();
            answers = read;
            manifest = now;
            reading++;
            return Reply.json(200, state());
        } finally {
            lock.writeLock().unlock();
        }
    }

    private Reply savedSelection(String name) {
        int[] ids = saved.ids(name, samples());
        int[] excluded = Files.exists(saved.exclusions(name)) ? answers.listed(saved.exclusions(name)) : new int[0];
        return Reply.ints(new int[] {ids.length}, ids, excluded);
    }

    /** The body is read as a whole before anything is done: a browser that is closed meanwhile saves nothing. */
    private Reply save(HttpExchange exchange, String ofPage, String name) throws IOException {
        int n = samples();
        byte[] body = exchange.getRequestBody().readNBytes(Integer.BYTES * (2 * n + 2));
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (length == null || body.length != Long.parseLong(length)) {
            throw new EOFException("the browser went away while it was saving");
        }
        ByteBuffer numbers = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        int[] ids = ids(numbers, n);
        int[] excluded = ids(numbers, n);
        if (ids.length == 0) {
            throw new PithException("nothing is kept, so there is nothing to save; keep at least one sample");
        }
        lock.readLock().lock();
        try {
            requireSameSamples(ofPage);
            String tag = saved.save(name, ids, excluded, answers.run().keys(), query(exchange));
            return Reply.json(
                    200,
                    Map.of(
                            "tag",
                            tag,
                            "run",
                            run.toString(),
                            "selection",
                            saved.file(name).toString(),
                            "exclusions",
                            Files.exists(saved.exclusions(name))
                                    ? saved.exclusions(name).toString()
                                    : ""));
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Ids on the page, in what was read and in the run as it is now must mean the same samples. */
    private void requireSameSamples(String ofPage) {
        Manifest.Samples now = Manifest.read(run).source();
        if (now == null
                || !now.fingerprint().equals(ofPage)
                || !answers.fingerprint().equals(ofPage)) {
            throw new PithException(
                    run + ": was begun anew with other samples, so these ids mean nothing there; load the page again");
        }
    }

    private static int[] ids(ByteBuffer numbers, int n) {
        int count = numbers.remaining() < Integer.BYTES ? -1 : numbers.getInt();
        if (count < 0 || count > n || numbers.remaining() < count * Integer.BYTES) {
            throw new IllegalArgumentException("a list of ids is cut");
        }
        int[] ids = new int[count];
        BitSet seen = new BitSet();
        for (int k = 0; k < count; k++) {
            ids[k] = numbers.getInt();
            if (ids[k] < 0 || ids[k] >= n || seen.get(ids[k])) {
                throw new IllegalArgumentException("id " + ids[k] + " is no id of the run, or is there twice");
            }
            seen.set(ids[k]);
        }
        return ids;
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            answers.close();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
