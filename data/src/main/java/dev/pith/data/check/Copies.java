package dev.pith.data.check;

import dev.pith.check.NearHashes;
import dev.pith.data.check.ImagePrint.Pixels;
import dev.pith.parallel.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which images are copies of others. Images are gone through in an order of preference, and one is a copy when its
 * pixels are those of one that is kept, or else when it is alike enough to one that is kept: never of one that is a
 * copy itself, so that chains of small changes do not swallow each other.
 *
 * <p>Pairs come from perceptual hashes that differ in {@value NearHashes#MOST_BITS} of 63 bits at most; how alike the
 * thumbnails are decides. The same is done with pictures that were moved to their middles, for what was shifted; where
 * it was says nothing then, so they have to be more alike. Images of equal pixels count as one picture.
 */
public final class Copies {
    /** How alike copies are unless told otherwise. */
    public static final double THRESHOLD = 0.995;

    /** How much less than others pictures may differ that were moved; measured on planted copies, docs/check.md. */
    private static final double MOVED = 0.4;

    private final @Nullable ImagePrint[] prints; // empty where pixels alone are compared
    private final int[] picture; // of each print, the lowest position with the same pixels; -1 for those unreadable
    private final List<List<Integer>> near = new ArrayList<>(); // pictures that are near each picture
    private final Map<Integer, List<Integer>> members = new HashMap<>(); // of each picture, ascending

    /**
     * Compares all with all.
     *
     * @param prints null for images that cannot be read
     * @param threshold how alike copies are
     */
    public Copies(@Nullable ImagePrint[] prints, double threshold, Threads threads) {
        this(pixels(prints), prints);
        int[] pictures =
                IntStream.range(0, prints.length).filter(i -> picture[i] == i).toArray();
        link(pictures, ImagePrint::shape, (a, b) -> a.likeness(b) >= threshold, threads);
        double moved = 1 - MOVED * (1 - threshold);
        link(pictures, ImagePrint::centredShape, (a, b) -> a.centredLikeness(b) >= moved, threads);
    }

    private void link(
            int[] pictures,
            ToLongFunction<ImagePrint> hash,
            BiPredicate<ImagePrint, ImagePrint> alike,
            Threads threads) {
        long[] hashes = Arrays.stream(pictures)
                .mapToLong(i -> hash.applyAsLong(print(i)))
                .toArray();
        NearHashes.pairs(hashes, (a, b) -> alike.test(print(pictures[a]), print(pictures[b])), threads, (a, b) -> {
            near.get(pictures[a]).add(pictures[b]);
            near.get(pictures[b]).add(pictures[a]);
        });
    }

    /**
     * Compares pixels alone: copies are those whose are equal.
     *
     * @param pixels null for images that cannot be read
     */
    public Copies(@Nullable Pixels[] pixels) {
        this(pixels, new ImagePrint[0]);
    }

    private Copies(@Nullable Pixels[] pixels, @Nullable ImagePrint[] prints) {
        this.prints = prints;
        this.picture = new int[pixels.length];
        Map<Pixels, Integer> first = new HashMap<>();
        for (int i = 0; i < pixels.length; i++) {
            near.add(new ArrayList<>(0));
            Pixels own = pixels[i];
            if (own == null) {
                picture[i] = -1;
                continue;
            }
            Integer before = first.putIfAbsent(own, i);
            picture[i] = before == null ? i : before;
            members.computeIfAbsent(picture[i], any -> new ArrayList<>(1)).add(i);
        }
    }

    private static @Nullable Pixels[] pixels(@Nullable ImagePrint[] prints) {
        @Nullable Pixels[] pixels = new Pixels[prints.length];
        for (int i = 0; i < prints.length; i++) {
            ImagePrint print = prints[i];
            if (print != null) {
                pixels[i] = print.pixels();
            }
        }
        return pixels;
    }

    private ImagePrint print(int i) {
        ImagePrint print = prints[i];
        if (print == null) {
            throw new IllegalArgumentException("image " + i + " cannot be read");
        }
        return print;
    }

    private double likeness(int i, int j) {
        return picture[i] == picture[j] ? 1 : Math.max(print(i).likeness(print(j)), print(i).centredLikeness(print(j)));
    }

    /** Returns whether the pixels of two images are equal. */
    public boolean areEqual(int i, int j) {
        return picture[i] == picture[j];
    }

    /**
     * One image that is, or looks like, another.
     *
     * @param likeness 1 where the pixels are equal
     */
    public record Match(int image, int other, double likeness) {}

    /**
     * Returns the copies among some images, and what each is a copy of.
     *
     * @param preferred ids in the order of preference
     */
    public List<Match> among(int[] preferred) {
        Map<Integer, Integer> kept = new HashMap<>(); // by picture
        List<Match> copies = new ArrayList<>();
        for (int id : preferred) {
            if (picture[id] < 0) {
                continue;
            }
            Match match = best(id, kept::get);
            if (match == null) {
                kept.put(picture[id], id);
            } else {
                copies.add(match);
            }
        }
        return copies;
    }

    /**
     * Returns the images among the first so many that are, or look like, one of the later ones, and which.
     *
     * @param count how many come first
     */
    public List<Match> acrossFrom(int count) {
        List<Match> leaks = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            if (picture[id] >= 0) {
                Match match = best(id, p -> members.getOrDefault(p, List.of()).stream()
                        .filter(i -> i >= count)
                        .findFirst()
                        .orElse(null));
                if (match != null) {
                    leaks.add(match);
                }
            }
        }
        return leaks;
    }

    /** Returns the most alike among the images that stand for the pictures near one; of equal ones the lowest. */
    private @Nullable Match best(int id, IntFunction<@Nullable Integer> standsFor) {
        Set<Integer> candidates = new LinkedHashSet<>();
        candidates.add(picture[id]);
        candidates.addAll(near.get(picture[id]));
        Match best = null;
        for (int candidate : candidates) {
            Integer other = standsFor.apply(candidate);
            if (other != null) {
                double alike = likeness(id, other);
                if (best == null || alike > best.likeness() || (alike == best.likeness() && other < best.other())) {
                    best = new Match(id, other, alike);
                }
            }
        }
        return best;
    }
}
