package dev.pith.torch.image;

import dev.pith.PithException;
import dev.pith.data.MaskSource;
import dev.pith.data.MaskSource.Mask;
import dev.pith.data.pixels.Resize;
import dev.pith.data.pixels.Unreadable;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.network.InputShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The masks of a source at the size at which a network takes its images: scaled and cut as those are, each pixel's
 * label that of the nearest. Safe for use by several threads; does not own the source.
 */
public final class MaskSet {
    private static final int BATCH = 256;

    private final MaskSource source;
    private final InputShape shape;
    private final int classes;
    private final List<String> classNames;
    private final List<Unreadable> unreadable = new ArrayList<>();
    private final @Nullable AtomicReferenceArray<byte[]> cache;
    private final long[][] bags;

    private MaskSet(MaskSource source, InputShape shape, Known known, long cacheBytes, Looked looked) {
        this.source = source;
        this.shape = shape;
        this.classes = known.classes;
        this.classNames = known.names;
        this.bags = looked.bags;
        this.unreadable.addAll(looked.unreadable);
        long all = (long) source.size() * shape.height() * shape.width();
        this.cache = all <= cacheBytes ? new AtomicReferenceArray<>(source.size()) : null;
    }

    /**
     * What is known of the classes before masks are looked at.
     *
     * @param classes how many there are; 0 to count those that the masks show
     * @param names of them; empty where they are numbers
     */
    public record Known(int classes, List<String> names) {
        /** Nothing, but for the names that the source gives. */
        public static Known of(MaskSource source) {
            return new Known(source.classNames().size(), source.classNames());
        }

        /** The classes of other masks. */
        public static Known of(MaskSet masks) {
            return new Known(masks.classes, masks.classNames);
        }
    }

    /** What a look at all masks told. */
    private record Looked(long[][] bags, List<Unreadable> unreadable) {}

    /**
     * Opens the masks of a source, and looks at all of them: nothing that is wrong with one is found in the middle of a
     * training.
     *
     * @param shape of the images
     * @param cacheBytes how much memory the masks may take; more are decoded whenever they are read
     * @param skipUnreadable whether masks that are wrong are left out instead of stopping the work
     * @throws PithException naming the file of a mask that is wrong, or when a class is shown by none and has no name
     */
    public static MaskSet open(
            MaskSource source,
            InputShape shape,
            Known known,
            long cacheBytes,
            boolean skipUnreadable,
            Threads threads,
            Progress progress) {
        Looked looked = look(source, skipUnreadable, threads, progress);
        int shown = 0;
        for (int id = 0; id < looked.bags.length; id++) {
            int most = looked.bags[id].length;
            if (known.classes > 0 && most > known.classes) {
                throw new PithException(source.maskFile(id) + ": shows class " + (most - 1) + ", beyond the "
                        + known.classes + " classes that are trained on; give masks of the same classes");
            }
            shown = Math.max(shown, most);
        }
        Known complete = known.classes > 0 ? known : counted(source, looked.bags, shown);
        return new MaskSet(source, shape, complete, cacheBytes, looked);
    }

    private static Looked look(MaskSource source, boolean skip, Threads threads, Progress progress) {
        long[][] bags = new long[source.size()][];
        List<Unreadable> unreadable = new ArrayList<>();
        for (int from = 0; from < source.size(); from += BATCH) {
            int first = from;
            int count = Math.min(BATCH, source.size() - from);
            PithException[] failures = new PithException[count];
            threads.forEach(count, i -> {
                try {
                    bags[first + i] = bag(source.mask(first + i));
                } catch (PithException e) {
                    failures[i] = e;
                    bags[first + i] = new long[0];
                }
            });
            for (int i = 0; i < count; i++) {
                if (failures[i] != null) {
                    if (!skip) {
                        throw failures[i];
                    }
                    unreadable.add(
                            new Unreadable(from + i, source.key(from + i), String.valueOf(failures[i].getMessage())));
                }
            }
            progress.onStep(from + count, source.size());
        }
        if (unreadable.size() == source.size()) {
            throw new PithException(source.name() + ": none of its masks can be read; the first: "
                    + unreadable.get(0).reason());
        }
        return new Looked(bags, unreadable);
    }

    /** Returns how many pixels show each class, up to the last that any shows. */
    private static long[] bag(Mask mask) {
        long[] counts = new long[MaskSource.IGNORED + 1];
        for (byte label : mask.labels()) {
            counts[label & 0xff]++;
        }
        int most = MaskSource.IGNORED;
        while (most > 0 && counts[most - 1] == 0) {
            most--;
        }
        return Arrays.copyOf(counts, most);
    }

    private static Known counted(MaskSource source, long[][] bags, int classes) {
        if (classes < 2) {
            throw new PithException(source.name() + ": its masks show " + (classes == 0 ? "no class" : "class 0 alone")
                    + ", and a network needs two to tell apart; classes count from 0, and 255 is not counted");
        }
        BitSet seen = new BitSet();
        for (long[] bag : bags) {
            IntStream.range(0, bag.length).filter(c -> bag[c] > 0).forEach(seen::set);
        }
        int unseen = seen.nextClearBit(0);
        if (unseen < classes) {
            throw new PithException(
                    source.name() + ": no mask shows class " + unseen + ", of " + classes
                            + " classes; number them from 0 without gaps, or name all labels in a file classes.txt, one a line");
        }
        return new Known(classes, List.of());
    }

    /** Returns the number of classes. */
    public int classes() {
        return classes;
    }

    /** Returns the name of each class, its number where it has none. */
    public List<String> classNames() {
        return IntStream.range(0, classes)
                .mapToObj(c -> c < classNames.size() ? classNames.get(c) : Integer.toString(c))
                .toList();
    }

    /** Returns the masks that were left out. */
    public List<Unreadable> unreadable() {
        return List.copyOf(unreadable);
    }

    /** Returns the classes that a mask shows. */
    public IntStream shown(int id) {
        return IntStream.range(0, bags[id].length).filter(c -> bags[id][c] > 0);
    }

    /**
     * Returns how many pixels of a mask show each class, {@code long[at most classes]}: a bag of classes; not copied.
     */
    public long[] bag(int id) {
        return bags[id];
    }

    /**
     * Writes a mask, {@code height * width} labels: classes, or {@link MaskSource#IGNORED}.
     *
     * @param at where in {@code out} it begins
     */
    public void read(int id, byte[] out, int at) {
        byte[] labels = cache == null ? null : cache.get(id);
        if (labels == null) {
            Mask mask = source.mask(id);
            labels = Resize.coverNearest(mask.labels(), mask.width(), mask.height(), shape.width(), shape.height());
            if (cache != null) {
                cache.set(id, labels);
            }
        }
        System.arraycopy(labels, 0, out, at, labels.length);
    }
}
