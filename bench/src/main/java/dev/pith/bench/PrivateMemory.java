package dev.pith.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The most memory that the process held beyond mapped files while this was open.
 *
 * <p>That is {@code RssAnon} of {@code /proc/self/status} (heap, native memory, thread stacks), asked for every few
 * milliseconds, as the kernel keeps no peak of it. On other systems than Linux it is unknown.
 */
final class PrivateMemory implements AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int PERIOD_MILLIS = 10;

    private final Thread watcher;
    private volatile long peakKibibytes;

    PrivateMemory() {
        watcher = new Thread(this::watch, "private-memory");
        watcher.setDaemon(true);
        if (Files.exists(STATUS)) {
            watcher.start();
        }
    }

    private void watch() {
        try {
            while (true) {
                peakKibibytes = Math.max(peakKibibytes, residentKibibytes());
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException closed) {
            // nothing to do: the last number stands
        }
    }

    private static long residentKibibytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("RssAnon:")) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(STATUS.toString(), e);
        }
    }

    /** Returns the peak so far in MiB, 0 where it is unknown. */
    long mebibytes() {
        return peakKibibytes / 1024;
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
