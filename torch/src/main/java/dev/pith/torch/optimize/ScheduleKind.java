package dev.pith.torch.optimize;

import java.util.List;
import java.util.Locale;

/** The learning rate schedules on the command line. */
public enum ScheduleKind {
    ONE_CYCLE,
    COSINE,
    LINEAR,
    STEP,
    CONSTANT;

    private static final double RISING = 0.3;
    private static final List<Double> MILESTONES = List.of(0.5, 0.75);
    private static final double FACTOR = 0.1;

    /**
     * Returns the schedule.
     *
     * @param rate the largest learning rate
     */
    public Schedule schedule(double rate) {
        return switch (this) {
            case ONE_CYCLE -> new Schedule.OneCycle(rate, RISING);
            case COSINE -> new Schedule.Cosine(rate, 0);
            case LINEAR -> new Schedule.Linear(rate, 0);
            case STEP -> new Schedule.Steps(rate, MILESTONES, FACTOR);
            case CONSTANT -> new Schedule.Constant(rate);
        };
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
