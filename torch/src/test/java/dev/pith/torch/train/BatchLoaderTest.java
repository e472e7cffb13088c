package dev.pith.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchLoaderTest {
    private static final LabelledImages IMAGES = new Blobs(64, 4, 2, 1);

    private static void fill(Batch batch, int index) {
        batch.fill(new int[] {2 * index, 2 * index + 1}, new float[] {1, 1}, 0, 2);
    }

    @Test
    void batchesComeInOrder() {
        try (BatchLoader loader = new BatchLoader(IMAGES, 20, BatchLoaderTest::fill)) {
            for (int i = 0; i < 20; i++) {
                Batch batch = loader.next();
                assertThat(batch.positions).containsExactly(2 * i, 2 * i + 1);
                assertThat(batch.labels).containsExactly(0, 1);
                loader.release(batch);
            }
        }
    }

    @Test
    void onlyAFewBatchesArePreparedAhead() throws InterruptedException {
        AtomicInteger filled = new AtomicInteger();
        try (BatchLoader loader = new BatchLoader(IMAGES, 20, (batch, i) -> {
            fill(batch, i);
            filled.incrementAndGet();
        })) {
            loader.next();
            Thread.sleep(200);
            assertThat(filled.get()).isBetween(1, 3);
        }
        assertThat(filled.get()).isLessThan(20);
    }

    @Test
    void whatReadingThrewIsThrownToTheTrainer() {
        try (BatchLoader loader = new BatchLoader(IMAGES, 20, (batch, i) -> {
            if (i == 1) {
                throw new PithException("c/1.png: cannot be read");
            }
            fill(batch, i);
        })) {
            loader.release(loader.next());
            assertThatThrownBy(loader::next).isInstanceOf(PithException.class).hasMessage("c/1.png: cannot be read");
        }
    }

    @Test
    void anErrorIsThrownToTheTrainerToo() {
        try (BatchLoader loader = new BatchLoader(IMAGES, 20, (batch, i) -> {
            throw new OutOfMemoryError("too little");
        })) {
            assertThatThrownBy(loader::next).hasRootCauseMessage("too little");
        }
    }

    @Test
    void closingEndsTheThreadWhereverItIs() {
        for (int taken = 0; taken < 4; taken++) {
            BatchLoader loader = new BatchLoader(IMAGES, 20, BatchLoaderTest::fill);
            for (int i = 0; i < taken; i++) {
                loader.release(loader.next());
            }
            loader.close();
            assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                    .doesNotContain("pith-loader");
        }
    }

    @Test
    void anInterruptionEndsTheWait() {
        try (BatchLoader loader = new BatchLoader(IMAGES, 0, BatchLoaderTest::fill)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(loader::next).isInstanceOf(PithException.class).hasMessage("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
