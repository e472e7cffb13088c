package dev.pith.cli;

import dev.pith.PithException;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.InfoBatchOptions;
import dev.pith.cli.option.SeedOption;
import dev.pith.prune.EpochPlan;
import dev.pith.prune.PlanFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith plan}: InfoBatch for a training loop outside of Pith. */
@Command(
        name = "plan",
        description = {
            "Says what each epoch of your own training loop should see (InfoBatch).",
            "It decides by the losses that the loop sends back.",
            "Writes plan-000.npz with the arrays order (int64 ids) and weights (float32). Minimize the mean of weight"
                    + " * loss in that order, save the losses before weighting, one per id, as losses-000.npy, and"
                    + " give the same command again: it writes plan-001.npz, and so on. NaN stands for a sample that"
                    + " was not seen.",
        },
        footer = {
            "",
            "Example: the plan of the fourth epoch of a training on 50,000 samples",
            "  pith plan --samples 50000 --epochs 200 --next 3 -o plans",
            "",
            "Example in Python, with this command at work beside the loop",
            "  plans = Popen(['pith', 'plan', ..., '--follow'], stdin=PIPE, stdout=PIPE, text=True)",
            "  for file in plans.stdout:",
            "      plan = numpy.load(file.strip())       # train on plan['order'], save the losses, then",
            "      print(file=plans.stdin, flush=True)"
        })
final class PlanCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            required = true,
            description = "Folder of the plans and losses; made when it does not exist, gone on with when it does.")
    private Path folder;

    @Option(names = "--samples", paramLabel = "COUNT", required = true, description = "How many samples there are.")
    private int samples;

    @Option(names = "--epochs", paramLabel = "COUNT", required = true, description = "How many epochs are trained.")
    private int epochs;

    @Option(
            names = "--next",
            paramLabel = "EPOCH",
            description =
                    "The epoch that the loop trains next, counted from 0. What is there of it and of later ones from"
                            + " before the loop was killed goes (default: as far as the losses reach).")
    private @Nullable Integer next;

    @Option(
            names = "--follow",
            description = "Stay for the whole training: print the file of each plan as it is made, and read a line from"
                    + " stdin when its losses are there.")
    private boolean follow;

    @Mixin
    private InfoBatchOptions infoBatch;

    @Mixin
    private SeedOption seed;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        if (next != null && (next < 0 || next >= epochs)) {
            throw new IllegalArgumentException("--next must be in [0, " + epochs + "), got " + next);
        }
        try (PlanFolder plans = new PlanFolder(folder, infoBatch.infoBatch(samples, epochs, seed.value()))) {
            PlanFolder.Due due = next == null ? plans.advance() : plans.advanceTo(next);
            if (follow) {
                follow(plans, due);
            } else {
                print(due);
            }
        }
        return 0;
    }

    private void follow(PlanFolder plans, PlanFolder.Due first) {
        BufferedReader answers = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PlanFolder.Due due = first;
        while (!due.done()) {
            int epoch = due.plan().epoch();
            common.console().out().println(due.file());
            common.console().out().flush();
            try {
                if (answers.readLine() == null) {
                    return; // the loop has ended
                }
            } catch (IOException e) {
                throw new PithException("stdin cannot be read (" + e.getMessage() + ")", e);
            }
            due = plans.advance();
            if (!due.done() && due.plan().epoch() == epoch) {
                throw new PithException(due.losses() + ": is missing; save the losses before the line that says so");
            }
        }
    }

    private void print(PlanFolder.Due due) {
        EpochPlan plan = due.plan();
        if (common.console().json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("epoch", plan.epoch());
            result.put("epochs", epochs);
            result.put("plan", due.file().toString());
            result.put("losses", due.losses().toString());
            result.put("seen", plan.size());
            result.put("samples", samples);
            result.put("meanScore", Double.isNaN(plan.meanScore()) ? null : plan.meanScore());
            result.put("done", due.done());
            common.console().printJson(result);
        } else if (due.done()) {
            common.console()
                    .out()
                    .println(String.format(Locale.ROOT, "all %,d epochs are planned and told of", epochs));
        } else {
            common.console()
                    .out()
                    .println(String.format(
                            Locale.ROOT,
                            "%s: %,d of %,d samples, epoch %,d (of 0 to %,d)%nSave their losses as %s, then give the"
                                    + " same command again.",
                            due.file(),
                            plan.size(),
                            samples,
                            plan.epoch(),
                            epochs - 1,
                            due.losses()));
        }
    }
}
