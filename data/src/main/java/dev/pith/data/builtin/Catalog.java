package dev.pith.data.builtin;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Split;
import dev.pith.run.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data sets that have a name: what they are, where they lie, and how to get them.
 *
 * <p>A data set is looked for in the user's data folder, in the cache ({@code $XDG_CACHE_HOME/pith}, else
 * {@code ~/.cache/pith}), in {@code /usr/share/datasets}; what is not found is fetched into the cache. Files that are
 * found are not checked against the official checksums, since distributions pack them anew; fetched ones are.
 */
public final class Catalog {
    private final Places places;
    private final List<BuiltIn> builtIns;

    Catalog(Places places, List<BuiltIn> builtIns) {
        this.places = places;
        this.builtIns = builtIns;
    }

    /**
     * Returns the catalog of this machine.
     *
     * @param dataDir the user's own folder of data sets, or null
     */
    public static Catalog of(@Nullable Path dataDir) {
        return new Catalog(Places.of(dataDir), BuiltIns.ALL);
    }

    /**
     * A data set.
     *
     * @param name it is opened by
     * @param trainSize number of training samples
     * @param testSize number of test samples
     * @param classes number of classes
     * @param bundled whether it travels with Pith
     * @param place the folder its training part lies in, when it was found
     * @param downloadBytes what {@link #fetch} would download at most
     */
    public record Entry(
            String name,
            int trainSize,
            int testSize,
            int classes,
            boolean bundled,
            Optional<Path> place,
            long downloadBytes) {}

    /** Returns the names of all data sets. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        names.add(FashionMnistMini.NAME);
        BuiltIns.ALL.forEach(builtIn -> names.add(builtIn.name()));
        return names;
    }

    /** Tells whether a data set has this name. */
    public static boolean isBuiltIn(String name) {
        return names().contains(name);
    }

    /** Returns all data sets and where they lie. */
    public List<Entry> list() {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(FashionMnistMini.NAME, 6_000, 1_000, 10, true, Optional.empty(), 0));
        for (BuiltIn builtIn : builtIns) {
            long bytes = files(builtIn).stream().mapToLong(RemoteFile::size).sum();
            entries.add(new Entry(
                    builtIn.name(),
                    builtIn.trainSize(),
                    builtIn.testSize(),
                    builtIn.classes(),
                    false,
                    place(builtIn, Split.TRAIN),
                    bytes));
        }
        return entries;
    }

    /**
     * Opens a data set, fetching it first when it is nowhere to be found.
     *
     * @param progress hears of bytes fetched, if any are
     * @throws PithException when it cannot be fetched, saying where it was looked for and which file to put where; or
     *     when its files are damaged
     */
    public ImageSource open(String name, Split split, Progress progress) {
        if (name.equals(FashionMnistMini.NAME)) {
            return FashionMnistMini.open(split);
        }
        BuiltIn builtIn = builtIn(name);
        Optional<Path> place = place(builtIn, split);
        if (place.isEmpty()) {
            new Fetch(cache(builtIn), places.folders(builtIn)).files(builtIn.files(split), progress);
            place = place(builtIn, split);
        }
        return place.flatMap(folder -> builtIn.layout().find(folder, split))
                .orElseThrow(() -> new IllegalStateException(name + " was fetched and is not there"))
                .open(name);
    }

    /**
     * Fetches both parts of a data set into the cache; files that lie there already are checked.
     *
     * @param progress hears of bytes fetched
     * @return the folder they lie in
     * @throws PithException when a file cannot be fetched or is not what it should be; nothing half-written is left
     */
    public Path fetch(String name, Progress progress) {
        if (name.equals(FashionMnistMini.NAME)) {
            throw new PithException(name + ": travels with Pith, there is nothing to fetch");
        }
        BuiltIn builtIn = builtIn(name);
        new Fetch(cache(builtIn), List.of()).files(List.copyOf(files(builtIn)), progress);
        return cache(builtIn);
    }

    private static Set<RemoteFile> files(BuiltIn builtIn) {
        Set<RemoteFile> files = new LinkedHashSet<>(builtIn.trainFiles());
        files.addAll(builtIn.testFiles());
        return files;
    }

    private BuiltIn builtIn(String name) {
        return builtIns.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PithException(
                        name + ": no built-in data set has this name; there are " + String.join(", ", names())));
    }

    private Path cache(BuiltIn builtIn) {
        return places.cache().resolve(builtIn.name());
    }

    private Optional<Path> place(BuiltIn builtIn, Split split) {
        return places.folders(builtIn).stream()
                .filter(folder -> builtIn.layout().find(folder, split).isPresent())
                .findFirst();
    }
}
