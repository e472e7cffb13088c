package dev.pith.torch.evaluate;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does the trainings that are not done yet, as many side by side as there are threads. */
public final class Trials {
    private final List<? extends Trial> pending;
    private final long total;
    private final Progress progress;
    private final double[] done;
    private @Nullable RuntimeException failure;

    private Trials(List<? extends Trial> pending, Progress progress) {
        this.pending = pending;
        this.total = pending.stream().mapToLong(Trial::samples).sum();
        this.progress = progress;
        this.done = new double[pending.size()];
    }

    /**
     * Does all trainings of a list that the log does not hold, each once, and adds each to the log as it ends.
     *
     * @param <T> what decides a training
     * @param progress hears of samples that went through networks, those that pruning spares counted too
     * @throws PithException naming the training that failed; those that ended before it stay in the log
     */
    public static <T extends Trial> void perform(
            List<T> trials, TrialLog log, Training<T> training, Threads threads, Progress progress) {
        List<T> pending = log.missing(trials);
        Trials state = new Trials(pending, progress);
        try {
            threads.forEach(pending.size(), i -> {
                log.add(pending.get(i), state.perform(i, pending.get(i), training));
            });
        } catch (RuntimeException e) {
            throw state.cause(e);
        }
    }

    private <T extends Trial> Outcome perform(int index, T trial, Training<T> training) {
        try {
            return training.perform(trial, share -> advance(index, share));
        } catch (PithException e) {
            throw stop(new PithException(trial + ": " + e.getMessage(), e));
        } catch (RuntimeException e) {
            throw stop(e);
        }
    }

    /** What one thread fails at, or is told to end by, ends the others too. */
    private synchronized RuntimeException stop(RuntimeException cause) {
        if (failure == null) {
            failure = cause;
        }
        return cause;
    }

    private synchronized RuntimeException cause(RuntimeException thrown) {
        return failure == null ? thrown : failure;
    }

    private synchronized void advance(int index, double share) {
        if (failure != null) {
            throw failure;
        }
        done[index] = share;
        double sum = 0;
        for (int i = 0; i < done.length; i++) {
            sum += done[i] * pending.get(i).samples();
        }
        progress.onStep(Math.round(sum), total);
    }
}
