package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.feature.Float32;
import dev.pith.feature.Moments;
import dev.pith.feature.PackedRows;
import dev.pith.feature.Similarity;
import dev.pith.linear.PoolShare.Answer;
import dev.pith.linear.PoolShare.BlockSum;
import dev.pith.linear.PoolShare.Edge;
import dev.pith.linear.PoolShare.Top;
import dev.pith.parallel.Threads;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A pool whose rows lie in shares, on other machines for instance. Here are one bit per id, the directions of the bound
 * and the rows of the last candidates, never all rows.
 *
 * <p>Two questions to all shares give the best rows and the bound on the others: {@link #best}.
 */
public final class SharedPool implements DistantPool {
    /** Candidates at once: enough that a round pays for its questions, few enough for the columns of a round. */
    private static final int MOST = 8192;

    /** What shares remember goes by numbers that no other pool uses. */
    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime());

    private final Shares shares;
    private final Similarity similarity;
    private final Threads threads;
    private final int mostAtOnce;
    private final int count;
    private final BitSet remaining;
    private final BitSet gone = new BitSet();
    private final long directionsNumber = NUMBERS.incrementAndGet();
    private @Nullable Directions directions;
    private @Nullable PackedRows held;
    private @Nullable Features heldFeatures;

    /** Where the shares are. */
    public interface Shares {
        /**
         * Puts a question to every share and returns the answers, in any order. Questions may be asked again and of
         * copies of a share.
         *
         * @param purpose what is asked, in a few words, for progress and logs
         */
        <A extends Serializable> List<A> ask(String purpose, Question<A> question);
    }

    /** A question to a share. */
    @FunctionalInterface
    public interface Question<A extends Serializable> extends Serializable {
        /** Returns the share's answer. */
        A answer(PoolShare share);
    }

    /**
     * Starts with all rows of the shares.
     *
     * @param threads for work on candidates; not owned
     */
    public SharedPool(Shares shares, Similarity similarity, Threads threads) {
        this(shares, similarity, threads, MOST);
    }

    SharedPool(Shares shares, Similarity similarity, Threads threads, int mostAtOnce) {
        this.shares = shares;
        this.similarity = similarity;
        this.threads = threads;
        this.mostAtOnce = mostAtOnce;
        this.remaining = new BitSet();
        List<BitSet> ids = shares.ask("ids", PoolShare::ids);
        ids.forEach(remaining::or);
        this.count = ids.size();
    }

    @Override
    public int size() {
        return remaining.cardinality();
    }

    @Override
    public int mostAtOnce() {
        return mostAtOnce;
    }

    @Override
    public Moments moments() {
        if (remaining.isEmpty()) {
            return new Moments(0);
        }
        Similarity by = similarity;
        BitSet without = gone;
        List<Sums> answers = shares.ask("sums", share -> new Sums(share.sums(by, without)));
        List<BlockSum> sums = answers.stream()
                .flatMap(answer -> answer.blocks.stream())
                .sorted(Comparator.comparingInt(BlockSum::block))
                .toList();
        Moments total = new Moments(sums.get(0).sum().vector().length);
        sums.forEach(block -> total.add(block.sum()));
        return total;
    }

    private record Sums(List<BlockSum> blocks) implements Serializable {}

    /**
     * {@inheritDoc}
     *
     * <ol>
     *   <li>Every share tells its rows with the largest gains, exact, and more of them than its part.
     *   <li>Of all that were told follows the edge: every row above it was told of, so those rows are the candidates.
     *   <li>The shares send the candidates' rows that are not here yet, and the rows below the edge in groups.
     *   <li>Groups of all shares are joined to the bound on the others; without rows below the edge none is needed.
     * </ol>
     */
    @Override
    public Candidates best(LinearGain gain, int most) {
        long round = NUMBERS.incrementAndGet();
        boolean all = most >= size();
        List<Top> tops = largestGains(gain, all ? size() : morePerShare(most), round);
        Top told = joined(tops);
        Edge edge = all ? Edge.NONE : edge(told, tops, most);
        Top candidates = told.upTo(edge);
        OutsideBound outside =
                all ? fetch(candidates.ids()) : fetchAndBound(candidates.ids(), gain, edge, directions(gain), round);
        return candidates(candidates, outside);
    }

    /** Ids say nothing about gains as a rule, so that no share has many more of the best than another. */
    private int morePerShare(int most) {
        return Math.min(most, 4 * (most / Math.max(1, count)) + 256);
    }

    private List<Top> largestGains(LinearGain gain, int perShare, long round) {
        BitSet without = gone;
        return shares.ask("largest gains", share -> share.top(gain, without, perShare, round));
    }

    /** Brings the rows of these ids here. */
    private OutsideBound fetch(int[] ids) {
        int[] wanted = missing(ids);
        if (wanted.length > 0) {
            hold(ids, shares.ask("rows", share -> share.rows(wanted)));
        }
        return OutsideBound.NOTHING;
    }

    /** Brings the rows of these ids here, with the same question that asks for what bounds the others. */
    private OutsideBound fetchAndBound(int[] ids, LinearGain gain, Edge edge, Directions along, long round) {
        BitSet without = gone;
        long number = directionsNumber;
        int[] wanted = missing(ids);
        List<Answer> answers =
                shares.ask("bound", share -> share.answer(gain, without, wanted, edge, along, number, round));
        if (wanted.length > 0) {
            hold(ids, answers.stream().map(Answer::wanted).toList());
        }
        Groups others = Groups.joined(answers.stream().map(Answer::others).toList(), along.count());
        return new GroupBound(others, along, 0, gain);
    }

    /** Returns the candidates, whose rows are here; those that float32 is not trusted with may have any gain. */
    private Candidates candidates(Top top, OutsideBound outside) {
        Features features = heldFeatures();
        int[] rows = positions(top.ids());
        double[] gains = top.gains().clone();
        for (int k = 0; k < gains.length; k++) {
            if (!Float32.trusts(similarity, features.squaredNorm(rows[k]))) {
                gains[k] = Double.POSITIVE_INFINITY;
            }
        }
        return new Candidates(features, rows, top.ids(), gains, 0, outside);
    }

    /** Returns all rows together, in the order of their ids. */
    private static Top joined(List<Top> tops) {
        int[] ids = tops.stream().flatMapToInt(top -> Arrays.stream(top.ids())).toArray();
        double[] gains =
                tops.stream().flatMapToDouble(top -> Arrays.stream(top.gains())).toArray();
        return new Top(ids, gains, true)
                .at(IntStream.range(0, ids.length)
                        .mapToLong(k -> ((long) ids[k] << 32) | k)
                        .sorted()
                        .mapToInt(key -> (int) key));
    }

    /**
     * Returns the edge of the {@code most} best rows, or an earlier one where a share may have better rows than
     * it has told.
     */
    private static Edge edge(Top told, List<Top> tops, int most) {
        Edge edge = last(told, Largest.positions(told.gains(), Math.min(most, told.ids().length)));
        for (Top top : tops) {
            if (!top.all()) {
                Edge end = last(top, IntStream.range(0, top.ids().length).toArray());
                edge = edge.isReachedBy(end.gain(), end.id()) ? end : edge;
            }
        }
        return edge;
    }

    /** Returns the row with the least gain; of equal ones that with the highest id. */
    private static Edge last(Top top, int[] positions) {
        Edge last = new Edge(Double.POSITIVE_INFINITY, -1);
        for (int k : positions) {
            if (!last.isReachedBy(top.gains()[k], top.ids()[k])) {
                last = new Edge(top.gains()[k], top.ids()[k]);
            }
        }
        return last;
    }

    private Directions directions(LinearGain gain) {
        Directions known = directions;
        if (known == null) {
            int[] sample = Directions.sampled(remaining.stream().toArray());
            PackedRows rows = PackedRows.joined(shares.ask("sample", share -> share.rows(sample)));
            known = new Directions(
                    rows.features(threads),
                    similarity,
                    IntStream.range(0, rows.size()).toArray(),
                    gain.pool().vector());
            directions = known;
        }
        return known;
    }

    /** Returns those of the ids whose rows are not here. */
    private int[] missing(int[] ids) {
        PackedRows here = held;
        return here == null
                ? ids
                : Arrays.stream(ids)
                        .filter(id -> Arrays.binarySearch(here.ids(), id) < 0)
                        .toArray();
    }

    /** Keeps the rows of these ids, some of which are here and the others have come, and no other rows. */
    private void hold(int[] ids, List<PackedRows> come) {
        List<PackedRows> packs = new ArrayList<>(come);
        PackedRows here = held;
        if (here != null) {
            packs.add(here.at(Arrays.stream(ids)
                    .map(id -> Arrays.binarySearch(here.ids(), id))
                    .filter(position -> position >= 0)
                    .toArray()));
        }
        held = PackedRows.joined(packs);
        heldFeatures = null;
    }

    private Features heldFeatures() {
        Features known = heldFeatures;
        if (known == null) {
            known = rowsHeld().features(threads);
            heldFeatures = known;
        }
        return known;
    }

    private PackedRows rowsHeld() {
        PackedRows here = held;
        if (here == null) {
            throw new IllegalStateException("no candidates were asked for yet");
        }
        return here;
    }

    private int[] positions(int[] ids) {
        int[] here = rowsHeld().ids();
        return Arrays.stream(ids).map(id -> Arrays.binarySearch(here, id)).toArray();
    }

    @Override
    public int standing(LinearGain before, Candidates candidates, int[] ids, double[] gains) {
        PackedRows picks = rowsHeld().at(positions(ids));
        BitSet without = (BitSet) gone.clone();
        Arrays.stream(ids).forEach(without::set);
        return shares.ask("verification", share -> share.standing(before, picks, gains, without)).stream()
                .mapToInt(Integer::intValue)
                .min()
                .orElse(ids.length);
    }

    @Override
    public void forget(int[] ids) {
        for (int id : ids) {
            if (!remaining.get(id)) {
                throw new IllegalArgumentException("can only forget rows of the pool, each once");
            }
            remaining.clear(id);
            gone.set(id);
        }
    }
}
