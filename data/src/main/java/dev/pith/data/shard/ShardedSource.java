package dev.pith.data.shard;

import dev.pith.KeyIndex;
import dev.pith.data.Fingerprint;
import dev.pith.data.Labels;
import dev.pith.data.MemberSource;
import dev.pith.data.Source;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A source of several files, or of a compressed one: ids run on from file to file, and a key is {@code file#key}, with
 * the key that the sample has in its file. A single file's keys stay as they are, and so do those of archives where no
 * two are equal.
 *
 * @param <S> the kind of source that each file is
 */
public abstract class ShardedSource<S extends Source> implements Source {
    /** Neighbours of tables are kept for this many files, in case several threads read in places of their own. */
    private static final int READ_LATELY = 4;

    private static final int[] NONE = {};

    private final ShardFiles files;
    private final List<Shard<S>> shards;
    private final int[] starts;
    private final boolean fileInKey;
    private final @Nullable Labels labels;
    private final Set<Shard<S>> lately = new LinkedHashSet<>();
    private boolean expecting;

    ShardedSource(ShardFiles files, List<Shard<S>> shards) {
        this.files = files;
        this.shards = shards;
        this.starts = shards.stream().mapToInt(Shard::start).toArray();
        this.labels = ShardLabels.of(shards).orElse(null);
        this.fileInKey = shards.size() > 1 && !keysDiffer();
    }

    private boolean keysDiffer() {
        if (shards.get(1).source().key(0).equals(shards.get(0).source().key(0))) {
            return false; // as row numbers are, without a look at all of them
        }
        KeyIndex keys = new KeyIndex(id -> keyInFile(shards.get(part(id)), id));
        for (Shard<S> shard : shards) {
            for (int id = shard.start(); id < shard.end(); id++) {
                if (keys.putIfAbsent(keyInFile(shard, id), id) != KeyIndex.NONE) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String keyInFile(Shard<?> shard, int id) {
        return shard.source().key(id - shard.start());
    }

    /** Returns which files were chosen of those that lie together; empty when all are the source. */
    public String note() {
        return files.note();
    }

    /** Returns the sources of the files, in order. */
    public List<S> parts() {
        return shards.stream().map(Shard::source).toList();
    }

    /** Returns what each of {@link #parts} is called in the source: what keys begin with. */
    public List<String> partNames() {
        return shards.stream().map(Shard::key).toList();
    }

    /** Returns the position in {@link #parts} of the file that holds a sample. */
    public int part(int id) {
        int at = Arrays.binarySearch(starts, id);
        return at >= 0 ? at : -at - 2;
    }

    /** Returns the id of a sample among those of its file. */
    public int idInPart(int id) {
        return id - starts[part(id)];
    }

    /** Asks the file that holds a sample, by the sample's id there. */
    final <T> T of(int id, BiFunction<S, Integer, T> question) {
        Shard<S> shard = shards.get(part(id));
        readFrom(shard);
        return shard.ask(() -> question.apply(shard.source(), id - shard.start()));
    }

    /** Returns all members of a sample, where the files are archives. */
    final Map<String, byte[]> archiveMembers(int id) {
        return of(id, (part, inPart) -> ((MemberSource) part).members(inPart));
    }

    /** Returns the members that nobody reads, where the files are archives. */
    final SortedSet<String> archiveUnread() {
        SortedSet<String> unread = new TreeSet<>();
        shards.forEach(shard -> unread.addAll(((MemberSource) shard.source()).unread()));
        return unread;
    }

    /**
     * Lets go of what the file keeps that was not read from for longest; without an order to come each would keep its
     * last rows.
     */
    private synchronized void readFrom(Shard<S> shard) {
        if (!expecting && lately.add(shard) && lately.size() > READ_LATELY) {
            Shard<S> longest = lately.iterator().next();
            lately.remove(longest);
            longest.source().expect(NONE);
        }
    }

    @Override
    public void expect(int[] ids) {
        synchronized (this) {
            expecting = ids.length > 0;
            lately.clear();
        }
        int[][] byPart = new int[shards.size()][];
        int[] counts = new int[shards.size()];
        for (int id : ids) {
            counts[part(id)]++;
        }
        Arrays.setAll(byPart, part -> new int[counts[part]]);
        for (int i = ids.length - 1; i >= 0; i--) {
            int part = part(ids[i]);
            byPart[part][--counts[part]] = ids[i] - starts[part];
        }
        for (int part = 0; part < byPart.length; part++) {
            shards.get(part).source().expect(byPart[part]);
        }
    }

    @Override
    public String name() {
        return files.name();
    }

    @Override
    public int size() {
        return shards.get(shards.size() - 1).end();
    }

    @Override
    public String key(int id) {
        Shard<S> shard = shards.get(part(id));
        String key = keyInFile(shard, id);
        return fileInKey ? shard.key() + "#" + key : key;
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.ofNullable(labels);
    }

    /** Covers the names of all files, those without samples too, and their bytes as they lie there. */
    @Override
    public String fingerprint() {
        List<Path> all = files.files();
        return all.size() == 1
                ? Fingerprint.ofFiles(all)
                : Fingerprint.ofShards(all, all.stream().map(files::key).toList());
    }

    @Override
    public void close() {
        shards.forEach(Shard::close);
    }
}
