package dev.pith.pipeline.view;

import dev.pith.KeyIndex;
import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.parallel.Threads;
import dev.pith.pipeline.selection.SampleList;
import dev.pith.report.Thumbnail;
import dev.pith.run.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What can be asked about one reading of a run:
 *
 * <pre>
 * run            what the run is, as JSON
 * column/NAME    a column, little-endian: x y gain score:NAME float32[n]; bin rank class order kinds int32[n]
 * neighbors      how far the map by neighbours is, which is drawn when it is asked for, as JSON; and then
 * places         x and y of each sample there, float32[n, 2]
 * own            ids of the run's selection, of what it includes and what it excludes, int32, each after its count
 * similar/ID     how alike every sample is to one, float32[n]
 * copies/CLASS   of each sample of a class (-1: of all) the nearest other: ids, those, int32, and how alike, float32
 * search?WORDS   ids of what contains the words, int32
 * texts?IDS      how some texts begin, as JSON
 * thumb/ID       a thumbnail; picture/ID a larger picture
 * card/ID        what there is to say of a sample, as JSON
 * </pre>
 */
final class RunAnswers implements AutoCloseable {
    private static final int LINE_LENGTH = 240;
    private static final int CARD_LENGTH = 20_000;
    private static final int TEXTS_AT_ONCE = 1_000;

    private final ViewedRun run;
    private final Threads threads;
    private final Pictures pictures = new Pictures(Pictures.KEPT_BYTES);
    private final TextSearch search;
    private final NeighborMap neighborMap;
    private final List<String> kinds;
    private final Map<Integer, List<Remark>> remarks = new HashMap<>();
    private final KeyIndex idOfKey;

    RunAnswers(ViewedRun run, Threads threads) {
        this.run = run;
        this.threads = threads;
        this.neighborMap = new NeighborMap(run, threads);
        this.search = new TextSearch(run.keys(), run.source(), threads);
        this.kinds = run.remarks().stream().map(Remark::kind).distinct().toList();
        run.remarks().forEach(remark -> remarks.computeIfAbsent(remark.id(), any -> new ArrayList<>())
                .add(remark));
        boolean others = run.remarks().stream().anyMatch(remark -> remark.other() != null);
        this.idOfKey = KeyIndex.of(others ? run.keys() : List.of());
    }

    ViewedRun run() {
        return run;
    }

    /** Returns what tells the samples from those of other sources. */
    String fingerprint() {
        return Objects.requireNonNull(run.manifest().source()).fingerprint();
    }

    /** Returns the ids on a list of ids or keys. */
    int[] listed(Path file) {
        return SampleList.read(file, run.keys()).stream().toArray();
    }

    Reply reply(String[] words, String query) {
        String last = words[words.length - 1];
        return switch (words[1]) {
            case "run" -> Reply.json(200, description());
            case "own" -> own();
            case "column" -> column(words.length == 3 ? last : "");
            case "neighbors" -> Reply.json(200, neighbors(neighborMap.state()));
            case "places" -> places(neighborMap.state());
            case "similar" -> Reply.floats(likeness().to(id(last)));
            case "copies" -> copies(Integer.parseInt(last));
            case "search" -> Reply.ints(search.find(query));
            case "texts" -> Reply.json(200, texts(query));
            case "thumb" -> picture(id(last), false);
            case "picture" -> picture(id(last), true);
            case "card" -> Reply.json(200, card(id(last)));
            default -> Reply.failure(404, "there is no " + words[1]);
        };
    }

    private int id(String text) {
        int id = Integer.parseInt(text);
        if (id < 0 || id >= run.size()) {
            throw new IllegalArgumentException("there is no sample " + id + "; ids go from 0 to " + (run.size() - 1));
        }
        return id;
    }

    private Map<String, Object> description() {
        Manifest manifest = run.manifest();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("directory", run.directory().toString());
        map.put("source", Objects.requireNonNull(manifest.source()).name());
        map.put("samples", fingerprint());
        map.put("n", run.size());
        Source source = run.source();
        map.put("form", source instanceof ImageSource ? "images" : source instanceof RecordSource ? "texts" : "keys");
        map.put("classes", run.samples().classNames());
        map.put("bins", run.samples().bins());
        map.put("order", run.order().name());
        map.put("kept", run.order().kept());
        map.put("selected", run.selection() != null);
        map.put("similarity", run.features() == null ? "" : likenessName());
        map.put("explained", run.map() == null ? 0 : run.map().explained());
        map.put("scores", run.scores().keySet());
        map.put("kinds", kinds);
        map.put("notes", run.notes());
        return map;
    }

    private String likenessName() {
        return run.similarity().subtractsNorms() ? "distance" : "cosine";
    }

    private Reply own() {
        int[] selection = run.selection();
        int[] ids = selection == null ? new int[0] : selection;
        int[] included = run.order().included().stream().toArray();
        int[] excluded = run.order().excluded().stream().toArray();
        return Reply.ints(
                new int[] {ids.length},
                ids,
                new int[] {included.length},
                included,
                new int[] {excluded.length},
                excluded);
    }

    private Reply column(String name) {
        ViewedRun.PointMap map = run.map();
        if (name.startsWith("score:")) {
            float[] score = run.scores().get(name.substring("score:".length()));
            return score == null ? Reply.failure(404, "there is no score of that name") : Reply.floats(score);
        }
        return switch (name) {
            case "x" -> Reply.floats(map == null ? nothing() : map.x());
            case "y" -> Reply.floats(map == null ? nothing() : map.y());
            case "bin" -> Reply.ints(run.samples().bin());
            case "rank" -> Reply.ints(run.samples().rank());
            case "class" -> Reply.ints(run.samples().classes());
            case "order" -> Reply.ints(positions());
            case "kinds" -> Reply.ints(kindsOfSamples());
            case "gain" -> {
                float[] gain = new float[run.size()];
                for (int id = 0; id < gain.length; id++) {
                    gain[id] = (float) run.samples().gain()[id];
                }
                yield Reply.floats(gain);
            }
            default -> Reply.failure(404, "there is no column " + name);
        };
    }

    private static Map<String, Object> neighbors(NeighborMap.State state) {
        return Map.of(
                "there",
                state.places() != null,
                "share",
                state.share(),
                "failure",
                state.failure(),
                "note",
                state.note());
    }

    private static Reply places(NeighborMap.State state) {
        float[] places = state.places();
        return places == null ? Reply.failure(404, "the map by neighbours is not there yet") : Reply.floats(places);
    }

    private float[] nothing() {
        float[] nothing = new float[run.size()];
        Arrays.fill(nothing, Float.NaN);
        return nothing;
    }

    private int[] positions() {
        int[] positions = new int[run.size()];
        Arrays.fill(positions, -1);
        for (int k = 0; k < run.order().ids().length; k++) {
            positions[run.order().ids()[k]] = k;
        }
        return positions;
    }

    /** A bit for each kind of remark; a run has few kinds. */
    private int[] kindsOfSamples() {
        int[] bits = new int[run.size()];
        for (Remark remark : run.remarks()) {
            bits[remark.id()] |= 1 << Math.min(31, kinds.indexOf(remark.kind()));
        }
        return bits;
    }

    private Likeness likeness() {
        if (run.features() == null) {
            throw new PithException("the run has no features that can be read, so likeness is not known");
        }
        return new Likeness(run.features(), run.similarity(), threads);
    }

    private Reply copies(int wanted) {
        int[] some = IntStream.range(0, run.size())
                .filter(id -> wanted < 0 || run.samples().classes()[id] == wanted)
                .toArray();
        Likeness.Nearest found = likeness().among(some);
        int[] paired = IntStream.range(0, found.ids().length)
                .filter(k -> found.nearest()[k].length > 0)
                .toArray();
        return Reply.ints(
                IntStream.of(paired).map(k -> found.ids()[k]).toArray(),
                IntStream.of(paired).map(k -> found.nearest()[k][0]).toArray(),
                IntStream.of(paired)
                        .map(k -> Float.floatToRawIntBits(found.alike()[k][0]))
                        .toArray());
    }

    private List<String> texts(String query) {
        return Arrays.stream(query.split(",", TEXTS_AT_ONCE))
                .map(word -> {
                    int id = id(word);
                    try {
                        return run.source() instanceof RecordSource records
                                ? beginning(records.text(id), LINE_LENGTH)
                                : run.keys().get(id);
                    } catch (PithException e) {
                        return "cannot be read: " + e.getMessage();
                    }
                })
                .toList();
    }

    private static String beginning(String text, int length) {
        if (text.codePointCount(0, text.length()) <= length) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, length)) + "…";
    }

    private Reply picture(int id, boolean large) {
        if (!(run.source() instanceof ImageSource images)) {
            return Reply.failure(404, "the image cannot be had");
        }
        try {
            Thumbnail picture = large ? pictures.large(images, id) : pictures.thumbnail(images, id);
            return new Reply(200, picture.type(), picture.bytes(), true);
        } catch (PithException e) {
            return Reply.failure(404, e.getMessage());
        }
    }

    private Map<String, Object> card(int id) {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("key", run.keys().get(id));
        card.put("text", "");
        card.put("missing", "");
        try {
            if (run.source() instanceof RecordSource records) {
                card.put("text", beginning(records.text(id), CARD_LENGTH));
            } else if (run.source() instanceof ImageSource images) {
                pictures.large(images, id); // which is asked for next
            } else if (run.source() == null) {
                card.put("missing", String.join(" ", run.notes()));
            }
        } catch (PithException e) {
            card.put("missing", String.valueOf(e.getMessage()));
        }
        card.put(
                "remarks",
                remarks.getOrDefault(id, List.of()).stream().map(this::remark).toList());
        return card;
    }

    private Map<String, Object> remark(Remark remark) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", remark.kind());
        map.put("score", Double.isNaN(remark.score()) ? "" : remark.score());
        map.put("other", remark.other() == null ? "" : remark.other());
        map.put("otherId", remark.other() == null ? KeyIndex.NONE : idOfKey.find(remark.other()));
        map.put("note", remark.note());
        return map;
    }

    @Override
    public void close() {
        neighborMap.close();
        run.close();
    }
}
