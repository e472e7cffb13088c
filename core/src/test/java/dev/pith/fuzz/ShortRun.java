package dev.pith.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The run of a fuzz target in every build: all files that are kept for it in {@code src/test/resources/fuzz}, and
 * mutations of them that follow from its name. {@code bench/fuzz} runs the same target for an hour, led by coverage;
 * what that finds is added to the files.
 */
public final class ShortRun {
    /** Lengths, counts and marks that many formats know. */
    private static final String TELLING = "\0\1\2\u007f\u0080\u00ff()[]{}<>|\"':,.0123456789tuRQhqXKPII*MM\n\r\t ";

    private ShortRun() {}

    /** What Jazzer calls {@code fuzzerTestOneInput}. */
    public interface Target {
        /** Throws when the bytes break {@link Law}. */
        void accept(byte[] data);
    }

    /**
     * Runs a target on the files that are kept under its name, and on as many mutations.
     *
     * @throws AssertionError with the bytes in hex, at the first that break the law
     */
    public static void of(String name, int mutations, Target target) {
        of(name, seeds(name), mutations, target);
    }

    /** Runs a target on seeds that are given. */
    public static void of(String name, List<byte[]> seeds, int mutations, Target target) {
        seeds.forEach(seed -> run(target, seed));
        Random random = new Random(name.hashCode());
        for (int i = 0; i < mutations; i++) {
            run(target, mutated(seeds.get(i % seeds.size()), seeds, random));
        }
    }

    private static void run(Target target, byte[] data) {
        try {
            target.accept(data);
        } catch (RuntimeException | Error e) {
            String hex = HexFormat.of().formatHex(data, 0, Math.min(data.length, 4096));
            throw new AssertionError(data.length + " bytes break the law: " + hex, e);
        }
    }

    private static List<byte[]> seeds(String name) {
        Path folder = Path.of("src", "test", "resources", "fuzz", name);
        try (Stream<Path> files = Files.list(folder)) {
            List<byte[]> seeds = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
            return seeds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts, moves, doubles and changes bytes: mostly near the begin or the end, where structure is, not numbers. */
    private static byte[] mutated(byte[] seed, List<byte[]> seeds, Random random) {
        byte[] bytes = seed.clone();
        for (int change = random.nextInt(4); change >= 0 && bytes.length > 0; change--) {
            int at = place(bytes.length, random);
            switch (random.nextInt(10)) {
                case 0 -> bytes = Arrays.copyOf(bytes, at);
                case 1 -> bytes = spliced(bytes, at, seeds.get(random.nextInt(seeds.size())), random);
                case 2 -> bytes = spliced(bytes, at, bytes, random);
                case 3 -> {
                    int number = (random.nextInt(3) - 1) << random.nextInt(32);
                    for (int k = 0; k < Math.min(Integer.BYTES, bytes.length - at); k++) {
                        bytes[at + k] = (byte) (number >> (8 * k));
                    }
                }
                case 4, 5 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 6 -> bytes[at] = (byte) random.nextInt(256);
                default -> bytes[at] = (byte) TELLING.charAt(random.nextInt(TELLING.length()));
            }
        }
        return bytes;
    }

    private static int place(int length, Random random) {
        int near = random.nextInt(Math.min(4096, length));
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(length);
            case 1 -> length - 1 - near;
            default -> near;
        };
    }

    /** Puts a part of another file in. */
    private static byte[] spliced(byte[] bytes, int at, byte[] other, Random random) {
        if (other.length == 0) {
            return bytes;
        }
        int from = random.nextInt(other.length);
        int count = 1 + random.nextInt(Math.min(64, other.length - from));
        byte[] result = Arrays.copyOf(bytes, bytes.length + count);
        System.arraycopy(bytes, at, result, at + count, bytes.length - at);
        System.arraycopy(other, from, result, at, count);
        return result;
    }
}
