package dev.pith.torch.optimize;

import java.util.List;

/**
 * The learning rate over a training. Steps are counted from 0 and may be fractions: where pruning shortens an epoch,
 * its steps are spread over the share of the training that the whole epoch has.
 */
public sealed interface Schedule {
    /**
     * Returns the learning rate.
     *
     * @param step in [0, total)
     * @param total the number of steps of the whole training, at least 1
     */
    double rate(double step, long total);

    /** The same rate throughout. */
    record Constant(double rate) implements Schedule {
        @Override
        public double rate(double step, long total) {
            return rate;
        }
    }

    /**
     * Half a cosine from {@code start} towards {@code end} (Loshchilov and Hutter, ICLR 2017, equation 5, no restarts).
     */
    record Cosine(double start, double end) implements Schedule {
        @Override
        public double rate(double step, long total) {
            return fall(start, end, step / total);
        }
    }

    /** A line from {@code start} towards {@code end}. */
    record Linear(double start, double end) implements Schedule {
        @Override
        public double rate(double step, long total) {
            return start + (end - start) * (step / total);
        }
    }

    /** Times {@code factor} at each milestone, a share of the training in (0, 1). */
    record Steps(double start, List<Double> milestones, double factor) implements Schedule {
        /** Copies the milestones. */
        public Steps {
            milestones = List.copyOf(milestones);
        }

        @Override
        public double rate(double step, long total) {
            double rate = start;
            for (double milestone : milestones) {
                if (step >= Math.round(milestone * total)) {
                    rate *= factor;
                }
            }
            return rate;
        }
    }

    /**
     * Half a cosine up to {@code peak} and half a cosine down, below where it began (Smith and Topin 2018, arXiv
     * 1708.07120), in PyTorch's form: starts at {@code peak / 25}, ends at 1/10,000 of that.
     *
     * @param rising the share of the training before the peak
     */
    record OneCycle(double peak, double rising) implements Schedule {
        private static final double START_DIVISOR = 25;
        private static final double END_DIVISOR = 1e4;

        @Override
        public double rate(double step, long total) {
            double start = peak / START_DIVISOR;
            double top = Math.max(0, rising * total - 1);
            double last = total - 1.0;
            if (step <= top) {
                return top == 0 ? peak : fall(start, peak, step / top);
            }
            return fall(peak, start / END_DIVISOR, Math.min(1, (step - top) / (last - top)));
        }
    }

    /**
     * Rises in a line over the first {@code share} of the training to what {@code then} says, which counts all steps.
     */
    record WarmUp(double share, Schedule then) implements Schedule {
        @Override
        public double rate(double step, long total) {
            double steps = share * total;
            double rate = then.rate(step, total);
            return step + 1 < steps ? rate * (step + 1) / steps : rate;
        }
    }

    private static double fall(double from, double to, double share) {
        return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
    }
}
