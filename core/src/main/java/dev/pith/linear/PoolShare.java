package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.feature.Float32;
import dev.pith.feature.Moments;
import dev.pith.feature.PackedRows;
import dev.pith.feature.Similarity;
import dev.pith.feature.SumBlocks;
import dev.pith.parallel.Threads;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A share of a {@link SharedPool}: some of its rows, wherever they lie, and the answers they give.
 *
 * <p>A share remembers nothing that decides an answer. What was picked comes along with every question, so that a lost
 * share can be made anew from its rows and answers the same. Safe for use by several threads.
 */
public final class PoolShare implements Serializable {
    private static final long serialVersionUID = 1;
    private static final Threads ALONE = new Threads(1);

    private final PackedRows rows;
    private transient volatile @Nullable Features features;
    private transient volatile @Nullable Placed placed;
    private transient volatile @Nullable Scored scored;

    /** Coordinates cost as much as a few dozen answers, so they are kept for as long as the directions are the same. */
    private record Placed(long directions, Coordinates coordinates) {}

    /** Exact gains of the rows left; the second question of a round needs those of the first. */
    private record Scored(long round, int[] remaining, double[] gains) {}

    /** The sum of the rows of one of the {@link SumBlocks}. */
    record BlockSum(int block, Moments sum) implements Serializable {}

    /**
     * The rows of a share with the largest gains.
     *
     * @param ids ascending
     * @param all whether the share has no other rows left
     */
    record Top(int[] ids, double[] gains, boolean all) implements Serializable {
        /** Returns those at these positions, ascending. */
        Top at(IntStream positions) {
            int[] chosen = positions.toArray();
            return new Top(
                    Arrays.stream(chosen).map(k -> ids[k]).toArray(),
                    Arrays.stream(chosen).mapToDouble(k -> gains[k]).toArray(),
                    all);
        }

        /** Returns those that are candidates. */
        Top upTo(Edge edge) {
            return at(IntStream.range(0, ids.length).filter(k -> edge.isReachedBy(gains[k], ids[k])));
        }
    }

    /** Rows that were asked for, and what bounds the others. */
    record Answer(PackedRows wanted, Groups others) implements Serializable {}

    /**
     * Makes a share.
     *
     * @param rows in the order of their ids; whole {@link SumBlocks}, so that no block lies in two shares
     */
    public PoolShare(PackedRows rows) {
        this.rows = rows;
    }

    private Features features() {
        Features known = features;
        if (known == null) {
            known = rows.features(ALONE);
            features = known;
        }
        return known;
    }

    /** Returns the number of rows. */
    public int size() {
        return rows.size();
    }

    /** Returns the ids of all rows. */
    BitSet ids() {
        BitSet ids = new BitSet();
        for (int id : rows.ids()) {
            ids.set(id);
        }
        return ids;
    }

    private int[] remaining(BitSet gone) {
        return IntStream.range(0, rows.size())
                .filter(row -> !gone.get(rows.ids()[row]))
                .toArray();
    }

    /** Returns the sums of the blocks that have rows left. */
    List<BlockSum> sums(Similarity similarity, BitSet gone) {
        List<BlockSum> sums = new ArrayList<>();
        for (int row : remaining(gone)) {
            int block = SumBlocks.of(rows.ids()[row]);
            if (sums.isEmpty() || sums.get(sums.size() - 1).block != block) {
                sums.add(new BlockSum(block, new Moments(features().dimension())));
            }
            sums.get(sums.size() - 1).sum.add(features(), similarity, row);
        }
        return sums;
    }

    private Scored score(LinearGain gain, BitSet gone, long round) {
        Scored known = scored;
        if (known == null || known.round != round) {
            int[] remaining = remaining(gone);
            Features here = features();
            known = new Scored(
                    round,
                    remaining,
                    Arrays.stream(remaining)
                            .mapToDouble(row -> gain.of(here, row))
                            .toArray());
            scored = known;
        }
        return known;
    }

    /**
     * Returns the {@code most} rows with the largest exact gains; of equal ones at the edge those with the lowest ids.
     *
     * @param round a number that stands for this gain and these rows, and for no others
     */
    Top top(LinearGain gain, BitSet gone, int most, long round) {
        Scored known = score(gain, gone, round);
        int[] remaining = known.remaining;
        double[] gains = known.gains;
        int[] positions = Largest.positions(gains, Math.min(most, remaining.length));
        return new Top(
                Arrays.stream(positions).map(k -> rows.ids()[remaining[k]]).toArray(),
                Arrays.stream(positions).mapToDouble(k -> gains[k]).toArray(),
                positions.length == remaining.length);
    }

    /** Returns those of the wanted rows that are here. */
    PackedRows rows(int[] wanted) {
        return rows.at(Arrays.stream(wanted)
                .map(id -> Arrays.binarySearch(rows.ids(), id))
                .filter(position -> position >= 0)
                .toArray());
    }

    /**
     * Returns the wanted rows that are here, and groups of all rows left that are not candidates.
     *
     * @param edge the least candidate
     * @param round see {@link #top}
     */
    Answer answer(
            LinearGain gain,
            BitSet gone,
            int[] wanted,
            Edge edge,
            Directions directions,
            long directionsNumber,
            long round) {
        Scored known = score(gain, gone, round);
        int[] remaining = known.remaining;
        double[] gains = known.gains.clone();
        for (int k = 0; k < gains.length; k++) {
            if (edge.isReachedBy(gains[k], rows.ids()[remaining[k]])) {
                gains[k] = Double.NaN;
            } else if (!Float32.trusts(gain.similarity(), features().squaredNorm(remaining[k]))) {
                gains[k] = Double.POSITIVE_INFINITY;
            }
        }
        return new Answer(
                rows(wanted),
                Groups.of(features(), place(directions, directionsNumber, gain.similarity()), remaining, gains));
    }

    private Coordinates place(Directions directions, long number, Similarity similarity) {
        Placed known = placed;
        if (known == null || known.directions != number) {
            int[] all = IntStream.range(0, rows.size()).toArray();
            known = new Placed(number, new Coordinates(directions, features(), similarity, all, ALONE));
            placed = known;
        }
        return known.coordinates;
    }

    /** See {@link DistantPool#standing}; {@code gone} holds the picks too. */
    int standing(LinearGain before, PackedRows picks, double[] pickGains, BitSet gone) {
        Similarity similarity = before.similarity();
        Features picked = picks.features(ALONE);
        Moments[] queries = new Moments[picks.size()];
        LinearGain gain = before.copy();
        Reach reach = new Reach(before);
        // The query before each of the picks, and how far a gain may have risen at most by any of them.
        for (int k = 0; k < queries.length; k++) {
            queries[k] = new Moments(features().dimension());
            queries[k].add(gain.query());
            reach.include(gain.query());
            gain.pick(picked, k);
        }
        int[] remaining = remaining(gone);
        double largest = 0;
        for (int row : remaining) {
            largest = Math.max(largest, features().squaredNorm(row));
        }
        double rounding = gain.slack(Math.sqrt(largest));
        double least = Arrays.stream(pickGains).min().orElse(Double.POSITIVE_INFINITY);
        int stand = picks.size();
        // A row that cannot have reached even the least of the gains needs one look, any other one for each pick.
        for (int i = 0; i < remaining.length && stand > 0; i++) {
            double squaredNorm = features().squaredNorm(remaining[i]);
            double first = queries[0].similarityTo(features(), similarity, remaining[i]);
            if (first + reach.of(squaredNorm) + rounding < least) {
                continue;
            }
            int id = rows.ids()[remaining[i]];
            for (int k = 0; k < stand; k++) {
                double value = k == 0 ? first : queries[k].similarityTo(features(), similarity, remaining[i]);
                if (value > pickGains[k] || (value == pickGains[k] && id < picks.ids()[k])) {
                    stand = k;
                }
            }
        }
        return stand;
    }

    /** By how much a gain may have risen at most while the query moved, by Cauchy-Schwarz. */
    private static final class Reach {
        private final LinearGain start;
        private final Moments moved;
        private final double growth;
        private double vector;
        private double constant;
        private double perSquaredNorm;

        Reach(LinearGain start) {
            this.start = start;
            this.moved = new Moments(start.query().vector().length);
            this.growth = Rounding.growth(moved.vector().length);
        }

        void include(Moments query) {
            Similarity similarity = start.similarity();
            moved.setDifference(1, query, 1, start.query());
            vector = Math.max(vector, similarity.scale() * LinearGain.norm(moved.vector()) * growth);
            double norms = similarity.subtractsNorms() ? moved.squaredNorms() : 0;
            constant = Math.max(constant, similarity.offset() * moved.count() - norms);
            perSquaredNorm = Math.max(perSquaredNorm, similarity.subtractsNorms() ? -moved.count() : 0);
        }

        double of(double squaredNorm) {
            double weighted = start.similarity().weight(squaredNorm) * Math.sqrt(squaredNorm) * growth;
            return vector * weighted + constant + perSquaredNorm * squaredNorm;
        }
    }

    /** The last of the candidates: all rows with larger gains, or equal ones and lower ids, are candidates too. */
    record Edge(double gain, int id) implements Serializable {
        /** The edge when every row is a candidate. */
        static final Edge NONE = new Edge(Double.NEGATIVE_INFINITY, Integer.MAX_VALUE);

        boolean isReachedBy(double otherGain, int otherId) {
            return otherGain > gain || (otherGain == gain && otherId <= id);
        }
    }
}
