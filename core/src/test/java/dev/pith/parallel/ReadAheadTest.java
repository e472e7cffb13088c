package dev.pith.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadAheadTest {
    private static ReadAhead<int[]> numbers(int count) {
        return new ReadAhead<>(count, () -> new int[1], (place, i) -> place[0] = i);
    }

    @Test
    void placesComeInOrderAndServeAgain() {
        Set<int[]> places = ConcurrentHashMap.newKeySet();
        try (ReadAhead<int[]> ahead = numbers(20)) {
            for (int i = 0; i < 20; i++) {
                int[] place = ahead.next();
                assertThat(place[0]).isEqualTo(i);
                places.add(place);
                ahead.release(place);
            }
            assertThatThrownBy(ahead::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no place is left");
            assertThatThrownBy(ahead::next).hasMessage("no place is left");
        }
        assertThat(places).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void onlyAFewPlacesAreFilledAhead() throws InterruptedException {
        AtomicInteger filled = new AtomicInteger();
        try (ReadAhead<int[]> ahead = new ReadAhead<>(20, () -> new int[1], (place, i) -> filled.incrementAndGet())) {
            ahead.next();
            Thread.sleep(100);
            assertThat(filled.get()).isBetween(1, 3);
        }
        assertThat(filled.get()).isLessThan(20);
    }

    @Test
    void whatFillingThrewIsThrownToWhoeverWaits() {
        try (ReadAhead<int[]> ahead = new ReadAhead<>(20, () -> new int[1], (place, i) -> {
            if (i == 1) {
                throw new PithException("c/1.png: cannot be read");
            }
        })) {
            ahead.release(ahead.next());
            assertThatThrownBy(ahead::next).isInstanceOf(PithException.class).hasMessage("c/1.png: cannot be read");
        }
    }

    @Test
    void anErrorIsThrownToo() {
        try (ReadAhead<int[]> ahead = new ReadAhead<>(20, () -> new int[1], (place, i) -> {
            throw new OutOfMemoryError("too little");
        })) {
            assertThatThrownBy(ahead::next).hasRootCauseMessage("too little");
        }
    }

    @Test
    void closingEndsTheThreadWhereverItIs() {
        for (int taken = 0; taken < 4; taken++) {
            ReadAhead<int[]> ahead = numbers(20);
            for (int i = 0; i < taken; i++) {
                ahead.release(ahead.next());
            }
            ahead.close();
            assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                    .doesNotContain("pith-reader");
        }
    }

    @Test
    void insideATaskNobodyReadsAhead() {
        List<Integer> filled = new ArrayList<>();
        try (Threads threads = new Threads(1)) {
            threads.forEach(1, task -> {
                Thread own = Thread.currentThread();
                try (ReadAhead<int[]> ahead = new ReadAhead<>(2, () -> new int[1], (place, i) -> {
                    assertThat(Thread.currentThread()).isSameAs(own);
                    filled.add(i);
                })) {
                    assertThat(filled).isEmpty();
                    ahead.release(ahead.next());
                    assertThat(filled).containsExactly(0);
                    ahead.release(ahead.next());
                    assertThatThrownBy(ahead::next).hasMessage("no place is left");
                    assertThatThrownBy(ahead::next).hasMessage("no place is left");
                }
            });
        }
        assertThat(filled).containsExactly(0, 1);
    }

    @Test
    void anInterruptionEndsTheWait() {
        try (ReadAhead<int[]> ahead = new ReadAhead<>(1, () -> new int[1], (place, i) -> {})) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(ahead::next).isInstanceOf(PithException.class).hasMessage("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
