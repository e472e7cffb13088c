package dev.pith.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayFuzzTest {
    private static final int MUTATIONS = 200;

    @Test
    void npy() {
        ShortRun.of("Npy", MUTATIONS, NpyFuzz::fuzzerTestOneInput);
    }

    @Test
    void npz() {
        ShortRun.of("Npz", MUTATIONS, NpzFuzz::fuzzerTestOneInput);
    }

    @Test
    void manifest() {
        ShortRun.of("Manifest", MUTATIONS, ManifestFuzz::fuzzerTestOneInput);
    }

    @Test
    void samplesTable() {
        ShortRun.of("SamplesTable", MUTATIONS, SamplesTableFuzz::fuzzerTestOneInput);
    }

    @Test
    void whatBreaksTheLawIsFound() {
        assertThat(Law.holds(new byte[1], "x", file -> {})).isTrue();
        assertThat(Law.holds(new byte[1], "x", file -> {
                    throw new PithException(file + ": is wrong");
                }))
                .isFalse();
        assertThatThrownBy(() -> Law.holds(new byte[1], "x", file -> {
                    throw new PithException("is\nwrong");
                }))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Law.holds(
                        new byte[1], "x", file -> assertThat(new byte[1 << 26]).hasSize(1 << 26)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("bytes allocated for a file of 1");
        List<byte[]> seeds = List.of(new byte[] {1, 2});
        assertThatThrownBy(() -> ShortRun.of("x", seeds, 0, data -> {
                    throw new IllegalStateException();
                }))
                .hasMessage("2 bytes break the law: 0102")
                .hasCauseInstanceOf(IllegalStateException.class);
    }
}
