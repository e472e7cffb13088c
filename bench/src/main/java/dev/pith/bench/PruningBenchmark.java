package dev.pith.bench;

import dev.pith.prune.EpochPlan;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.InfoBatch.Tier;
import dev.pith.prune.PruningSchedule;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What pruning adds to an epoch (a plan) and to a batch (an update) of a million samples. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PruningBenchmark {
    private static final int SAMPLES = 1_000_000;
    private static final int BATCH = 256;

    /** InfoBatch below the mean, by quantile tiers, or with guaranteed visits. */
    @Param({"mean", "tiers", "visiting"})
    public String variant = "";

    private EpochPruning pruning = EpochPruning.none(PruningSchedule.of(1, 1, 1));
    private EpochPlan plan = pruning.next();
    private final float[] losses = new float[BATCH];
    private int from;

    /**
     * Makes a pruning that has seen every sample. Losses are exponentially distributed: 63 in 100 are below the mean.
     */
    @Setup
    public void see() {
        PruningSchedule schedule = new PruningSchedule(SAMPLES, Integer.MAX_VALUE, 1, 1);
        pruning = switch (variant) {
            case "tiers" -> InfoBatch.tiered(schedule, List.of(new Tier(0.2, 0.75), new Tier(0.85, 0.5)));
            case "visiting" -> new InfoBatch(schedule, 0.5).visitingWithin(5);
            default -> new InfoBatch(schedule, 0.5);
        };
        plan = EpochPruning.none(schedule).next();
        SplittableRandom random = new SplittableRandom(1);
        for (int id = 0; id < SAMPLES; id++) {
            losses[0] = (float) -Math.log1p(-random.nextDouble());
            pruning.update(plan.order(), id, 1, losses);
        }
    }

    /** Plans one epoch. */
    @Benchmark
    public EpochPlan plan() {
        EpochPlan next = pruning.next();
        if (next.size() >= SAMPLES || next.size() < SAMPLES / 4) {
            throw new IllegalStateException(next.size() + " samples stay");
        }
        return next;
    }

    /** Learns the losses of one batch, in the order of a shuffled epoch. */
    @Benchmark
    public int update() {
        from = from + BATCH <= SAMPLES - BATCH ? from + BATCH : 0;
        pruning.update(plan.order(), from, BATCH, losses);
        return from;
    }
}
