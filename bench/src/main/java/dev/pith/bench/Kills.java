package dev.pith.bench;

import dev.pith.data.ImageSource;
import dev.pith.data.image.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Kills commands at random moments, gives them again until they end, and compares the run with an undisturbed one:
 * {@code Kills FOLDER CLASS_PATH KILLS SEED COMMAND...}, KILLS of each command.
 */
public final class Kills {
    private static final long PATIENCE_SECONDS = 600;
    private static final double EARLIEST = 0.2; // of a command's time: before that the virtual machine starts
    private static final int MOST_IN_A_ROW = 3;
    private static final int CLASSES = 10;
    private static final int TRAIN = 60; // images per class
    private static final int TEST = 10;
    private static final int SIDE = 28;

    private final Path folder;
    private final String classPath;
    private final SplittableRandom random;

    private Kills(Path folder, String classPath, long seed) {
        this.folder = folder;
        this.classPath = classPath;
        this.random = new SplittableRandom(seed);
    }

    /**
     * The commands on small data, in an order in which the earlier ones make what the later ones work on; the name of
     * one that differs from another in its options alone has a dot after that of the command.
     */
    private static Map<String, List<String>> commands() {
        String source = "FOLDER/images/train";
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("pretrain-mae", words(source + " --epochs 4 --save-every 1 -o RUN"));
        commands.put("quantize", words(source + " --epochs 2 --bins 5 --keep 10% -o RUN"));
        commands.put("scores", words(source + " --epochs 2 --scorers 2 -o RUN"));
        commands.put("select", words(source + " --method herding --features pixels --budget 10% -o RUN"));
        commands.put("select.auto", words(source + " --method auto --epochs 2 --keep 10% -o RUN"));
        String training = " --test FOLDER/images/test --net lenet --epochs 6 --save-every 1 -o RUN";
        commands.put("train", words(source + training));
        for (String kind : List.of("infobatch-tiers", "random-subsets", "seta")) {
            commands.put("train." + kind, words(source + " --prune " + kind + training));
        }
        commands.put(
                "condense",
                words(source + " --test FOLDER/images/test --method dm --ipc 1 --net convnet-width32-depth2"
                        + " --iterations 12 --steps 2 --save-every 2 --eval-seeds 2 --eval-epochs 10 --all-epochs 1"
                        + " --curve -o RUN"));
        commands.put("pixels", words("RUN --mae FOLDER/pretrain-mae/mae.safetensors"));
        commands.put("evaluate", words("RUN --test FOLDER/images/test --net lenet --steps 20 --seeds 2"));
        return commands;
    }

    private static List<String> words(String command) {
        return List.of(command.split(" "));
    }

    /** Runs the commands that are asked for, all without any; ends with 1 when a run differs. */
    public static void main(String[] arguments) throws Exception {
        Kills kills = new Kills(Path.of(arguments[0]).toAbsolutePath(), arguments[1], Long.parseLong(arguments[3]));
        kills.writeImages("train", TRAIN);
        kills.writeImages("test", TEST);
        List<String> asked = List.of(arguments).subList(4, arguments.length);
        int different = 0;
        for (String name : commands().keySet()) {
            boolean wanted = asked.isEmpty() || asked.contains(name);
            if (wanted || asked.stream().anyMatch(other -> needs(other, name))) {
                different += kills.kill(name, wanted ? Integer.parseInt(arguments[2]) : 0);
            }
        }
        System.exit(different == 0 ? 0 : 1);
    }

    /** Writes small images of ten classes, which differ in brightness. */
    private void writeImages(String part, int perClass) throws IOException {
        for (int k = 0; k < CLASSES; k++) {
            Path images = Files.createDirectories(folder.resolve("images/" + part + "/class-" + k));
            for (int i = 0; i < perClass; i++) {
                byte[] pixels = new byte[SIDE * SIDE];
                for (int j = 0; j < pixels.length; j++) {
                    pixels[j] = (byte) (random.nextInt(128) + 12 * k);
                }
                Files.write(images.resolve(i + ".png"), Png.encode(new ImageSource.Image(SIDE, SIDE, 1, pixels)));
            }
        }
    }

    /** Returns whether a command works on what another one made. */
    private static boolean needs(String name, String earlier) {
        List<String> words = commands().getOrDefault(name, List.of("-"));
        return words.stream().anyMatch(word -> word.startsWith("FOLDER/" + earlier))
                || (words.get(0).equals("RUN") && earlier.equals("quantize"));
    }

    private int kill(String name, int kills) throws Exception {
        Path expected = folder.resolve(name);
        Path run = folder.resolve("run");
        long began = System.nanoTime();
        begin(name, run);
        String wrong = end(start(name, run));
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(name + ", undisturbed, " + wrong);
        }
        long millis = (System.nanoTime() - began) / 1_000_000;
        Folders.delete(expected);
        Files.move(run, expected);
        Map<String, String> content = RunContent.of(expected);
        Map<String, Integer> moments = new TreeMap<>();
        int done = 0;
        int different = 0;
        while (done < kills) {
            begin(name, run);
            int inARow = Math.min(kills - done, 1 + random.nextInt(MOST_IN_A_ROW));
            for (int i = 0; i < inARow; i++) {
                Process process = start(name, run);
                long wait = (long) (millis * (EARLIEST + (1 - EARLIEST) * random.nextDouble()));
                boolean ended = process.waitFor(wait, TimeUnit.MILLISECONDS);
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                if (!ended) {
                    done++;
                    moments.merge(latest(run), 1, Integer::sum);
                }
            }
            String failure = end(start(name, run));
            List<String> differences = failure.isEmpty() ? differences(content, RunContent.of(run)) : List.of(failure);
            if (!differences.isEmpty()) {
                different++;
                Path kept = folder.resolve(name + "-" + done);
                Folders.delete(kept);
                Files.move(run, kept);
                say("%s after kill %d: %s; see %s", name, done, differences, kept);
            }
        }
        if (kills > 0) {
            say(
                    "%s: %d kills, %d runs differ (undisturbed it takes %.1f s); the file written last: %s",
                    name, done, different, millis / 1e3, moments);
        }
        return different;
    }

    /** Makes what the command works on: nothing, or the run that {@code quantize} made. */
    private void begin(String name, Path run) throws IOException {
        Folders.delete(run);
        if (given(name).get(0).equals("RUN")) {
            Folders.copy(folder.resolve("quantize"), run);
        }
    }

    private static List<String> given(String name) {
        return Objects.requireNonNull(commands().get(name), name);
    }

    private Process start(String name, Path run) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "java", "-XX:MaxRAMPercentage=20", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath));
        command.add("dev.pith.cli.Pith");
        command.add(name.replaceFirst("\\..*", ""));
        for (String word : given(name)) {
            command.add(word.replace("RUN", run.toString()).replace("FOLDER", folder.toString()));
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().put("OPENBLAS_NUM_THREADS", "1");
        return builder.start();
    }

    /** Waits for the end, and returns what was wrong. */
    private String end(Process process) throws InterruptedException, IOException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "still runs after " + PATIENCE_SECONDS + " s";
        }
        return process.exitValue() == 0 ? "" : "fails: " + Files.readString(folder.resolve("stderr"));
    }

    /** Returns the name of the file that was written last, which tells where in its work a command was killed. */
    private static String latest(Path run) throws IOException {
        String latest = "none";
        FileTime time = FileTime.fromMillis(0);
        for (Path path : Files.isDirectory(run) ? Folders.paths(run) : List.<Path>of()) {
            String name = run.relativize(path).toString();
            if (Files.isRegularFile(path)
                    && !name.startsWith(".clock")
                    && Files.getLastModifiedTime(path).compareTo(time) > 0) {
                time = Files.getLastModifiedTime(path);
                latest = name;
            }
        }
        return latest;
    }

    private static List<String> differences(Map<String, String> expected, Map<String, String> found) {
        TreeSet<String> names = new TreeSet<>(expected.keySet());
        names.addAll(found.keySet());
        return names.stream()
                .filter(name -> !found.getOrDefault(name, "").equals(expected.getOrDefault(name, "")))
                .map(name -> name
                        + (found.containsKey(name)
                                ? expected.containsKey(name) ? " differs" : " is too much"
                                : " is missing"))
                .toList();
    }

    @SuppressWarnings("SystemOut") // a program's result
    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
