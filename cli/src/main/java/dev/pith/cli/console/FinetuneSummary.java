package dev.pith.cli.console;

import dev.pith.pipeline.finetune.Finetuned;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.run.Manifest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code pith finetune} prints. */
public final class FinetuneSummary {
    private final Path run;
    private final Manifest manifest;
    private final Map<String, String> facts;

    /**
     * Sums a fine-tuning up.
     *
     * @param run as the user wrote it
     */
    public FinetuneSummary(Path run, Session session, Finetuned tuned) {
        this.run = run;
        this.manifest = session.run().manifest();
        this.facts = tuned.facts();
    }

    public void print(Console console) {
        if (console.json()) {
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("run", run.toString());
            summary.putAll(facts);
            console.printJson(summary);
        } else {
            printText(console.out());
        }
    }

    private void printText(PrintWriter out) {
        out.println(fact(Finetuned.RECORDS) + " records with " + fact(Finetuned.ANSWERS) + " tokens of answers, "
                + fact(Finetuned.WEIGHTS) + " weights");
        if (!fact(Finetuned.SKIPPED).equals("0")) {
            out.println(fact(Finetuned.SKIPPED) + " have nothing to learn and are left out, see "
                    + run.resolve(RunFiles.TRAINING_SKIPPED));
        }
        if (!fact(Finetuned.CUT).equals("0")) {
            out.println(fact(Finetuned.CUT) + " are longer than what is read, and were cut");
        }
        if (facts.containsKey(Finetuned.FIRST_TOKENS)) {
            out.println(fact(Finetuned.FIRST_TOKENS) + " tokens seen before, all of them learned");
        }
        out.println(fact(Finetuned.SEEN) + " records of " + fact(Finetuned.TOKENS) + " tokens seen in "
                + fact(Finetuned.SECONDS) + " s");
        if (facts.containsKey(Finetuned.SPARED_TOKENS)) {
            out.println(fact(Finetuned.SPARED_TOKENS) + " tokens spared, or about " + fact(Finetuned.SPARED_SECONDS)
                    + " s");
        }
        if (facts.containsKey(Finetuned.AFTER)) {
            out.println("loss on held-out answers, a mean over records: " + fact(Finetuned.BEFORE) + " before, "
                    + fact(Finetuned.AFTER) + " after");
        }
        out.println();
        RunContent.print(run, manifest, out);
    }

    private String fact(String name) {
        return facts.getOrDefault(name, "");
    }
}
