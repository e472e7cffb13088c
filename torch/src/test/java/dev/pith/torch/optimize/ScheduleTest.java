package dev.pith.torch.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.Golden;
import dev.pith.npy.Npy;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void cosineIsPyTorchs() {
        follow("cosine", new Schedule.Cosine(0.1, 0));
    }

    @Test
    void oneCycleIsPyTorchs() {
        follow("onecycle", new Schedule.OneCycle(0.2, 0.3));
    }

    @Test
    void stepsArePyTorchs() {
        follow("step", new Schedule.Steps(0.1, List.of(0.3, 0.6), 0.1));
    }

    private static void follow(String name, Schedule schedule) {
        double[] golden = Npy.readDoubles(Golden.folder("optimizers").resolve("schedule-" + name + ".npy"));
        for (int step = 0; step < golden.length; step++) {
            assertThat(schedule.rate(step, 100)).as("step %d", step).isEqualTo(golden[step], EXACT);
        }
    }

    @Test
    void oneCycleEndsAtItsSmallestRate() {
        assertThat(new Schedule.OneCycle(0.2, 0.3).rate(99, 100)).isEqualTo(0.2 / 25 / 1e4, EXACT);
    }

    @Test
    void aTrainingOfFewStepsHasARateAboveZeroThroughout() {
        for (long total = 1; total <= 4; total++) {
            for (int step = 0; step < total; step++) {
                assertThat(new Schedule.OneCycle(0.2, 0.3).rate(step, total))
                        .as("step %d of %d", step, total)
                        .isPositive()
                        .isLessThanOrEqualTo(0.2);
            }
        }
    }

    @Test
    void aLineEndsWhereTheTrainingDoes() {
        Schedule schedule = new Schedule.Linear(0.8, 0);
        assertThat(schedule.rate(0, 4)).isEqualTo(0.8, EXACT);
        assertThat(schedule.rate(1, 4)).isEqualTo(0.6, EXACT);
        assertThat(schedule.rate(3, 4)).isEqualTo(0.2, EXACT);
    }

    @Test
    void warmUpRisesInALineAndThenFollows() {
        Schedule schedule = new Schedule.WarmUp(0.04, new Schedule.Constant(0.8));
        assertThat(schedule.rate(0, 100)).isEqualTo(0.2, EXACT);
        assertThat(schedule.rate(1, 100)).isEqualTo(0.4, EXACT);
        assertThat(schedule.rate(3, 100)).isEqualTo(0.8, EXACT);
        assertThat(schedule.rate(50, 100)).isEqualTo(0.8, EXACT);
    }
}
