package dev.pith.torch.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads checkpoints and watches how much memory that takes. */
final class Bounded {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Bounded() {}

    /** Reads a file and converts all its tensors, and fails when more is allocated than its size can justify. */
    static StateDict read(Path file) throws IOException {
        long limit = (32L << 20) + 200 * Files.size(file);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            StateDict read = Checkpoints.read(file);
            read.tensors().values().forEach(TensorData::doubles);
            return read;
        } finally {
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated")
                    .isLessThan(limit);
        }
    }
}
