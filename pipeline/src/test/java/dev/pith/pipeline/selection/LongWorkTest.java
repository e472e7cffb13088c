package dev.pith.pipeline.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.pipeline.session.TaskProgress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Long work is told of once, when some of it was seen, and short work never. */
class LongWorkTest {
    private final List<String> notes = new ArrayList<>();
    private final List<Long> heard = new ArrayList<>();
    private long seconds;

    private LongWork work() {
        TaskProgress progress = (done, total) -> heard.add(done);
        return new LongWork(progress, "binning", notes::add, () -> seconds * 1_000_000_000L);
    }

    private void step(LongWork work, long done, long at) {
        seconds = at;
        work.onStep(done, 1_000);
    }

    @Test
    void tellsOnceWhatLongWorkTakes() {
        LongWork work = work();
        step(work, 9, 19);
        step(work, 20, 19);
        step(work, 9, 21);
        assertThat(notes).isEmpty();
        step(work, 20, 30);
        step(work, 21, 31);
        assertThat(notes)
                .containsExactly("binning takes some 25 minutes more; `shards` auto takes less, in random parts, and"
                        + " says how far off it is");
        assertThat(heard).containsExactly(9L, 20L, 9L, 20L, 21L);
    }

    @Test
    void saysNothingOfShortWork() {
        LongWork work = work();
        for (long k = 1; k <= 100; k++) {
            step(work, 10 * k, 6 * k);
        }
        assertThat(notes).isEmpty();
    }
}
