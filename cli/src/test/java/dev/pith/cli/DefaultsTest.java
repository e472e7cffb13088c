package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.pipeline.feature.Dedup;
import dev.pith.pipeline.pixels.PretrainSettings;
import dev.pith.torch.condense.CondensationMethod;
import dev.pith.torch.condense.Trajectories;
import dev.pith.torch.optimize.OptimizerKind;
import dev.pith.torch.train.Recipe;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * The command line has no default of its own: what it shows are constants of the library, or sentences that say what
 * the library does.
 */
class DefaultsTest {
    private static final Path SOURCES = Path.of(System.getProperty("pith.root", ".."), "cli/src/main/java");
    private static final Pattern DEFAULT = Pattern.compile("defaultValue\\s*=\\s*([^,]+),");
    private static final Pattern CONSTANT = Pattern.compile("([A-Z]\\w+)\\.[A-Z][A-Z_]*");
    private static final Pattern NUMBER_ALONE = Pattern.compile("\\(default:? [0-9][0-9.,%]*\\)");

    /** How results are printed, and where the demo is shown: no library knows either. */
    private static final List<String> OF_THE_CONSOLE = List.of("\"text\"", "\"pith-demo\"");

    @Test
    void defaultsOfOptionsAreConstantsOfTheLibrary() throws IOException {
        List<String> found = new ArrayList<>();
        Map<String, String> sources = sources();
        sources.forEach((name, text) -> {
            Matcher defaults = DEFAULT.matcher(text);
            while (defaults.find()) {
                String value = defaults.group(1).strip();
                Matcher constant = CONSTANT.matcher(value);
                boolean ofLibrary = constant.matches() && !sources.containsKey(constant.group(1) + ".java");
                if (!ofLibrary && !OF_THE_CONSOLE.contains(value)) {
                    found.add(name + ": " + value);
                }
            }
            Matcher number = NUMBER_ALONE.matcher(text);
            while (number.find()) {
                found.add(name + ": " + number.group());
            }
        });
        assertThat(found).isEmpty();
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        assertThat(sources).hasSizeGreaterThan(40);
        return sources;
    }

    @Test
    void whatDependsOnTheOptimizerIsSaidAsItIs() {
        saysOfEach(TrainCommand.class, "--lr", OptimizerKind.values(), OptimizerKind::learningRate);
        saysOfEach(TrainCommand.class, "--weight-decay", OptimizerKind.values(), OptimizerKind::weightDecay);
    }

    @Test
    void whatDependsOnTheMethodOfCondensationIsSaidAsItIs() {
        CondensationMethod[] methods = CondensationMethod.values();
        saysOfEach(CondenseCommand.class, "--iterations", methods, CondensationMethod::usualIterations);
        saysOfEach(CondenseCommand.class, "--lr-img", methods, CondensationMethod::usualImageRate);
        Trajectories usual = Trajectories.DEFAULT;
        assertThat(description(CondenseCommand.class, "--student-steps")).contains("default: " + usual.studentSteps());
        assertThat(description(CondenseCommand.class, "--expert-epochs")).contains("default: " + usual.expertEpochs());
        assertThat(description(CondenseCommand.class, "--max-start")).contains("default: " + usual.maxStart());
        assertThat(description(CondenseCommand.class, "--lr-lr"))
                .contains("default: "
                        + BigDecimal.valueOf(usual.rateRate())
                                .stripTrailingZeros()
                                .toPlainString());
        assertThat(description(CondenseCommand.class, "--ema")).contains("ftd " + Trajectories.FTD_AVERAGE);
    }

    @Test
    void whatDependsOnTheWayToFindDuplicatesIsSaidAsItIs() {
        saysOfEach(
                EmbedCommand.class,
                "--threshold",
                new Dedup[] {Dedup.NEAR, Dedup.MINHASH, Dedup.SEMANTIC},
                how -> how.usualThreshold);
    }

    @Test
    void whatDependsOnTheNumberOfSamplesIsSaidAsItIs() {
        assertThat(description(TrainCommand.class, "--batch"))
                .contains("default: " + Recipe.usualBatch(1000, 1000) + ", or " + Recipe.usualBatch(100, 1000)
                        + " for a tenth");
        assertThat(description(EvaluateCommand.class, "--batch"))
                .contains(Recipe.usualBatch(1000, 1000) + ", or " + Recipe.usualBatch(100, 1000) + " for a tenth");
        assertThat(description(PretrainCommand.class, "--epochs")).contains("300,000 divided by the images, 5 to 200");
        assertThat(Stream.of(1, 10_000, 1_000_000)
                        .map(n -> PretrainSettings.DEFAULT.toMap(n).get("epochs")))
                .containsExactly("200", "30", "5");
    }

    /** Insists on a description such as {@code (default: sgd, lars and lamb 0.0005, adam 0)}. */
    private static <E extends Enum<E>> void saysOfEach(
            Class<?> command, String option, E[] kinds, ToDoubleFunction<E> value) {
        Map<String, Double> said = new HashMap<>();
        String text =
                description(command, option).replaceFirst(".*\\(default: ", "").replace(",", "");
        List<String> names = new ArrayList<>();
        for (String word : text.split("[ )]+", -1)) {
            if (word.matches("[0-9][0-9.]*")) {
                names.forEach(name -> said.put(name, Double.valueOf(word)));
                names.clear();
            } else {
                names.add(word);
            }
        }
        for (E kind : kinds) {
            assertThat(said.get(kind.toString())).as("%s of %s", option, kind).isEqualTo(value.applyAsDouble(kind));
        }
    }

    private static String description(Class<?> command, String option) {
        return String.join(
                "", new CommandLine(command).getCommandSpec().findOption(option).description());
    }
}
