package dev.pith.cli;

import dev.pith.cli.console.Failures;
import dev.pith.cli.console.HelpGroup;
import dev.pith.cli.console.Interruption;
import dev.pith.cli.option.BinningName;
import dev.pith.cli.option.Version;
import dev.pith.pipeline.condense.CondenseStart;
import dev.pith.pipeline.evaluate.EvaluatedMethod;
import dev.pith.pipeline.selection.MethodName;
import dev.pith.pipeline.selection.TextAmount;
import dev.pith.pipeline.train.ProcessRole;
import dev.pith.quantize.Shards;
import dev.pith.rule.Cut;
import dev.pith.run.MemoryLimit;
import dev.pith.sample.Budget;
import dev.pith.selection.MixtureParts;
import dev.pith.text.open.EmbedderName;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code pith}. */
@Command(
        name = "pith",
        description = "Makes a training set smaller without making the model worse.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            QuantizeCommand.class,
            CheckCommand.class,
            FeaturesCommand.class,
            EmbedCommand.class,
            ScoresCommand.class,
            BinsCommand.class,
            SampleCommand.class,
            SelectCommand.class,
            TrainCommand.class,
            SampleImagesCommand.class,
            FinetuneCommand.class,
            CondenseCommand.class,
            ExpertsCommand.class,
            SearchCommand.class,
            PretrainCommand.class,
            ProbeCommand.class,
            PixelsCommand.class,
            EvaluateCommand.class,
            PlanCommand.class,
            ExportCommand.class,
            ReportCommand.class,
            ViewCommand.class,
            DataCommand.class,
            CompletionCommand.class,
            HelpCommand.class,
        },
        footer = {
            "",
            "pith COMMAND --help says more. Example:",
            "  pith quantize fashion-mnist-mini --bins 10 --keep 0.125 -o runs/first"
        })
public final class Pith implements Runnable {
    private static final int HELP_WIDTH = 100;

    @Spec
    private CommandSpec spec;

    private Pith() {}

    /** Runs a command and ends the process with its exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted. */
    @SuppressWarnings("SystemOut") // the one place that knows the process's own streams
    public static void main(String[] args) {
        Interruption.listen(Thread.currentThread());
        PrintWriter out = utf8(System.out);
        boolean started = ProcessRole.ofThisProcess().isPresent(); // which is heard by another process, on one pipe
        int exitCode = run(out, started ? out : utf8(System.err), args);
        if (!Interruption.happened()) { // else the process is ending already
            System.exit(exitCode);
        }
    }

    /** Runs a command and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine pith = commandLine().setOut(out).setErr(err);
        Interruption.begin(() -> {}); // whatever is interrupted, even a fetch before there is a run, unwinds
        int exitCode;
        try {
            exitCode = Failures.execute(pith, args);
        } finally {
            Interruption.end();
        }
        out.flush();
        err.flush();
        return exitCode;
    }

    /** Returns the command with all others below it. */
    static CommandLine commandLine() {
        CommandLine pith = new CommandLine(new Pith())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures())
                .setParameterExceptionHandler(Failures::wrongUsage)
                .registerConverter(Budget.class, converter(Budget::parse))
                .registerConverter(MethodName.class, converter(MethodName::parse))
                .registerConverter(EvaluatedMethod.class, converter(EvaluatedMethod::parse))
                .registerConverter(BinningName.class, converter(BinningName::parse))
                .registerConverter(Cut.class, converter(Cut::parse))
                .registerConverter(TextAmount.class, converter(TextAmount::parse))
                .registerConverter(EmbedderName.class, converter(EmbedderName::parse))
                .registerConverter(Shards.class, converter(Shards::parse))
                .registerConverter(MixtureParts.class, converter(MixtureParts::parse))
                .registerConverter(MemoryLimit.class, converter(MemoryLimit::parse))
                .registerConverter(CondenseStart.class, converter(CondenseStart::parse));
        pith.setUsageHelpWidth(HELP_WIDTH);
        HelpGroup.showIn(pith);
        Objects.requireNonNull(pith.getSubcommands().get("help"))
                .getCommandSpec()
                .usageMessage()
                .header(new String[0])
                .synopsisHeading("Usage: ")
                .description("Shows the help of a command.")
                .footer("", "Example:", "  pith help quantize");
        return pith;
    }

    /** Reads an option's value by a library's own rule; what that refuses is wrong usage. */
    private static <T> ITypeConverter<T> converter(Function<String, T> rule) {
        return text -> {
            try {
                return rule.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? pith --help lists them");
    }
}
