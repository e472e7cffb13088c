package dev.pith.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.data.pixels.Pixels;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Images a second from files to pixel features, and milliseconds of processor time each: one line for the last of some
 * passes.
 */
final class ImageSpeed {
    private ImageSpeed() {}

    /** Arguments: FOLDER PASSES THREADS {@code whole|reduced}; {@code whole} decodes every image at its full size. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        int passes = Integer.parseInt(arguments[1]);
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (ImageSource folder = (ImageSource) Sources.open(arguments[0], SourceOptions.DEFAULT);
                Threads threads = new Threads(Integer.parseInt(arguments[2]))) {
            ImageSource source = arguments[3].equals("whole") ? new Whole(folder) : folder;
            for (int pass = 1; pass <= passes; pass++) {
                long started = System.nanoTime();
                long before = process.getProcessCpuTime();
                Pixels.scan(source, threads, Progress.NONE);
                double seconds = (System.nanoTime() - started) / 1e9;
                double used = (process.getProcessCpuTime() - before) / 1e6;
                if (pass == passes) {
                    System.out.printf(Locale.ROOT, "%.1f %.3f%n", source.size() / seconds, used / source.size());
                }
            }
        }
    }

    /** A source whose images are always whole. */
    private record Whole(ImageSource source) implements ImageSource {
        @Override
        public Image image(int id) {
            return source.image(id);
        }

        @Override
        public Encoded encoded(int id) {
            return source.encoded(id);
        }

        @Override
        public Optional<Path> file(int id) {
            return source.file(id);
        }

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public int size() {
            return source.size();
        }

        @Override
        public String key(int id) {
            return source.key(id);
        }

        @Override
        public Optional<Labels> labels() {
            return source.labels();
        }

        @Override
        public String fingerprint() {
            return source.fingerprint();
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
