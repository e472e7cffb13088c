package dev.pith.objective;

import dev.pith.PithException;
import dev.pith.feature.SumBlocks;
import dev.pith.parallel.Threads;
import dev.pith.run.MemoryLimit;
import java.util.Arrays;

/**
 * Facility location: {@code f(S) = sum over j in V of w(j) max over i in S of s(i, j)}, V the pool, every sample
 * represented by the picked one most similar to it (Nemhauser et al. 1978; f of the empty set is 0). w(j) is the demand
 * of j, what representing it is worth: 1 unless given. Monotone and submodular for similarities and demands that are
 * not negative.
 *
 * <p>A floor and a ceiling of every sample make the functions that look towards queries Q and away from private samples
 * P: {@code f(S) = sum over j of w(j) max(0, min(max over i in S of s(i, j), ceiling(j)) - floor(j))}. With {@code
 * ceiling(j) = max over Q of s(q, j)} that is mutual information, with {@code floor(j) = max over P of s(p, j)}
 * conditional gain, with both conditional mutual information (FLVMI, FLCG, FLCMI; Kothawade et al., <em>PRISM</em>,
 * AAAI 2022, 2103.00128, table 1, with eta = nu = 1; Iyer et al., 2006.15412). All are monotone and submodular.
 *
 * <p>{@code gain(x) = sum over j of w(j) max(0, min(s(j, x), ceiling(j)) - best(j))}, best(j) the similarity of j to
 * the picked set, with exact similarities, summed in {@link SumBlocks}.
 *
 * <p><b>What makes it fast.</b> All similarities are kept in two bytes, n x n, each within e of the exact one ({@link
 * SimilarityTable#error}). They leave out what need not be looked at: (1) in an exact gain, a row whose rounded
 * similarity + e is not above best(j) adds 0; (2) {@code sum over j of w(j) max(0, rounded similarity(j, x) + e -
 * best(j))} bounds a gain from above. That sum is kept up to date for all x at once: a pick changes best(j) for about
 * n / t rows (t the number of picks), and each changed row costs one pass over n candidates, so the bounds for a whole
 * ranking cost about n * n * ln(budget) additions, and a step evaluates the few exact gains that its best bounds leave.
 *
 * <p>Memory: {@code 2 n^2} bytes of Java heap. On rows that lie much farther from the origin than from each other the
 * error of rbf is large and the bounds say little; a lazy maximizer, which also goes by old gains, stands that best.
 */
public final class FacilityLocation implements Objective {
    /** Candidates whose bounds one task updates; they stay in the first-level cache. */
    private static final int STRIP = 2048;
    /** Below this many additions, sharing the work costs more than it saves. */
    private static final long WORTH_SHARING = 1 << 18;

    private final PairwiseSimilarity similarity;
    private final Threads threads;
    private final int size;

    /** What no approximate similarity exceeds. */
    private final double largest;

    /** All reading of bounds goes through a changed sample's own row, never its twin in a candidate's. */
    private final SimilarityTable table;

    private final double[] demand;

    /** What a sample's similarity to the picks is worth at most; infinite without a limit. */
    private final double[] ceiling;

    private final double totalDemand;
    private final double largestDemand;

    /**
     * The similarity of each sample to what is picked, at least its floor; infinite for samples that demand nothing, or
     * nothing more, which no pick then serves.
     */
    private final double[] best;

    private final double[] upper;
    private double upperError;

    // What the last pick changed.
    private final int[] changed;
    private final double[] before;

    /** Computes all similarities; every sample demands as much as any other. */
    public FacilityLocation(PairwiseSimilarity similarity, MemoryLimit memory, Threads threads) {
        this(similarity, equal(similarity.size()), memory, threads);
    }

    /**
     * Computes all similarities.
     *
     * @param similarity one that is never negative
     * @param demand by position, finite and not negative; not copied
     * @param memory what the n x n similarities may take
     * @param threads not owned
     * @throws PithException when they would take more, or more than Java's heap has
     */
    public FacilityLocation(PairwiseSimilarity similarity, double[] demand, MemoryLimit memory, Threads threads) {
        this(similarity, demand, unserved(demand), unlimited(demand.length), memory, threads);
    }

    private FacilityLocation(
            PairwiseSimilarity similarity,
            double[] demand,
            double[] best,
            double[] ceiling,
            MemoryLimit memory,
            Threads threads) {
        requireNonNegative(similarity);
        requireDemand(demand, similarity);
        this.similarity = similarity;
        this.threads = threads;
        this.size = similarity.size();
        memory.requireOnHeap(
                "facility location over " + size + " samples at once",
                bytes(size) + threads.count() * PairwiseSimilarity.columnBytes(size), // which become the table
                "rank class by class (`stratify`), or use the nearest neighbours only (`neighbors`)");
        this.table = new SimilarityTable(similarity, threads);
        this.largest = similarity.largest() + 2 * similarity.error();
        this.demand = demand;
        this.totalDemand = Arrays.stream(demand).sum();
        this.largestDemand = Arrays.stream(demand).max().orElse(0);
        this.best = best;
        this.ceiling = ceiling;
        this.upper = new double[size];
        this.changed = new int[size];
        this.before = new double[size];
        forEachStrip(size, (from, to) -> {
            for (int j = 0; j < size; j++) {
                if (best[j] < Double.POSITIVE_INFINITY) {
                    addTerms(j, demand[j], best[j], ceiling[j], from, to);
                }
            }
        });
        // With u = 2^-53, W the sum of demands and L the largest similarity, with its error: a term is at most 2 w L,
        // so the sum of n of them above and the exact gain are off by 2 (n + 8) u W L each at most, together
        // less than 4 (n + 16) u W L.
        this.upperError = 2 * (size + 16.0) * 0x1p-52 * totalDemand * largest;
    }

    /**
     * Returns facility location between a floor and a ceiling, every sample demanding as much as any other.
     *
     * @param floor by position, not negative; copied
     * @param ceiling by position; a sample whose ceiling is not above its floor is served already; not copied
     */
    public static FacilityLocation between(
            PairwiseSimilarity similarity, double[] floor, double[] ceiling, MemoryLimit memory, Threads threads) {
        double[] best = floor.clone();
        for (int j = 0; j < best.length; j++) {
            best[j] = ceiling[j] > floor[j] ? floor[j] : Double.POSITIVE_INFINITY;
        }
        return new FacilityLocation(similarity, equal(floor.length), best, ceiling, memory, threads);
    }

    /** Returns ceilings that limit nothing. */
    public static double[] unlimited(int size) {
        double[] ceiling = new double[size];
        Arrays.fill(ceiling, Double.POSITIVE_INFINITY);
        return ceiling;
    }

    static double[] equal(int size) {
        double[] demand = new double[size];
        Arrays.fill(demand, 1);
        return demand;
    }

    /** Returns how well samples are served before any pick. */
    static double[] unserved(double[] demand) {
        return Arrays.stream(demand)
                .map(w -> w == 0 ? Double.POSITIVE_INFINITY : 0)
                .toArray();
    }

    static void requireDemand(double[] demand, PairwiseSimilarity similarity) {
        if (demand.length != similarity.size()) {
            throw new IllegalArgumentException(
                    "demand must be one number per sample (" + similarity.size() + "), got " + demand.length);
        }
        for (int j = 0; j < demand.length; j++) {
            if (!(demand[j] >= 0 && demand[j] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "demand must be finite and not negative, got " + demand[j] + " for id " + similarity.id(j));
            }
        }
    }

    static void requireNonNegative(PairwiseSimilarity similarity) {
        if (!similarity.isNonNegative()) {
            throw new IllegalArgumentException(
                    "facility location needs a similarity that is never negative: cosine or rbf");
        }
    }

    /** Returns the bytes of Java heap that n samples take. */
    public static long bytes(long n) {
        return SimilarityTable.bytes(n);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int id(int candidate) {
        return similarity.id(candidate);
    }

    @Override
    public double gain(int candidate) {
        char[] row = table.row(candidate);
        double step = table.step(candidate);
        double highest = table.least(candidate) + table.error(candidate);
        double sum = 0;
        double blockSum = 0;
        int block = 0;
        for (int j = 0; j < size; j++) {
            if (row[j] * step + highest > best[j]) {
                if (SumBlocks.of(similarity.id(j)) != block) {
                    block = SumBlocks.of(similarity.id(j));
                    sum += blockSum;
                    blockSum = 0;
                }
                double value = Math.min(similarity.of(j, candidate), ceiling[j]);
                blockSum += demand[j] * Math.max(0, value - best[j]);
            }
        }
        return sum + blockSum;
    }

    @Override
    public double bound(int candidate) {
        return upper[candidate] + upperError;
    }

    /** They come from float32 products, which round as the processor likes. */
    @Override
    public boolean boundsDecide() {
        return false;
    }

    @Override
    public void pick(int candidate) {
        char[] row = table.row(candidate);
        double step = table.step(candidate);
        double highest = table.least(candidate) + table.error(candidate);
        int count = 0;
        for (int j = 0; j < size; j++) {
            if (row[j] * step + highest > best[j]) {
                double exact = similarity.of(j, candidate);
                if (exact > best[j]) {
                    before[count] = best[j];
                    changed[count++] = j;
                    best[j] = exact < ceiling[j] ? exact : Double.POSITIVE_INFINITY;
                }
            }
        }
        int changes = count;
        forEachStrip(changes, (from, to) -> {
            for (int k = 0; k < changes; k++) {
                int j = changed[k];
                addTerms(j, -demand[j], before[k], Math.min(best[j], ceiling[j]), from, to);
            }
        });
        // Each change subtracts from a sum of at most 2 W L, rounded by u of it, a term of at most 2 w L, which takes
        // eight roundings.
        upperError += changes * 0x1p-52 * (totalDemand + 10 * largestDemand) * largest;
    }

    /**
     * Runs an update of the bounds for strips of candidates; every bound is changed row by row in order,
     * whoever does it.
     */
    private void forEachStrip(int rowCount, StripTask task) {
        if ((long) rowCount * size < WORTH_SHARING) {
            task.run(0, size);
        } else {
            threads.forEach(
                    (size + STRIP - 1) / STRIP, strip -> task.run(strip * STRIP, Math.min(size, (strip + 1) * STRIP)));
        }
    }

    @FunctionalInterface
    private interface StripTask {
        void run(int from, int to);
    }

    /**
     * Adds to the bounds of some candidates {@code weight * clamp(0, rounded similarity + e - from, until - from)}:
     * what raising a sample's similarity to the picks from one value towards another is worth.
     */
    private void addTerms(int j, double weight, double from, double until, int first, int end) {
        char[] row = table.row(j);
        double step = table.step(j);
        double shift = (table.least(j) + table.error(j) - from) / step;
        double room = (until - from) / step;
        for (int x = first; x < end; x++) {
            upper[x] += weight * (step * Math.max(0, Math.min(row[x] + shift, room))); // in this order: no underflow
        }
    }

    @Override
    public boolean submodular() {
        return true;
    }
}
