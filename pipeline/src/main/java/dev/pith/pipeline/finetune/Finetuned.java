package dev.pith.pipeline.finetune;

import dev.pith.run.Run;
import dev.pith.run.Step;
import java.util.Locale;
import java.util.Map;

/** What a fine-tuning came to: the facts that the manifest has of the step, by name. */
public record Finetuned(Map<String, String> facts) {
    /** Records that were trained on. */
    public static final String RECORDS = "records";

    /** Records without anything to learn. */
    public static final String SKIPPED = "skipped";

    /** Records that are longer than what is read. */
    public static final String CUT = "cut";

    /** Tokens of answers of all records. */
    public static final String ANSWERS = "answer tokens";

    /** Records that went through the model in all epochs; fewer with InfoBatch. */
    public static final String SEEN = "records seen";

    /** Tokens that did. */
    public static final String TOKENS = "tokens seen";

    /** Tokens that would have gone through it in epochs that see everything; only where epochs do not. */
    public static final String SPARED_TOKENS = "tokens spared";

    /** What those would have taken, by the time that the others took. */
    public static final String SPARED_SECONDS = "seconds spared";

    /** Tokens that went through the model before, when it learned all of them. */
    public static final String FIRST_TOKENS = "tokens seen first";

    /** Numbers that the model is made of. */
    public static final String WEIGHTS = "weights";

    /** Mean over held-out records of their answers' loss before the training. */
    public static final String BEFORE = "loss before";

    /** The same after it. */
    public static final String AFTER = "loss after";

    /** The epoch after which that was best, where it has risen since by more than chance. */
    public static final String BEST_EPOCH = "best epoch";

    /** Seconds of the training. */
    public static final String SECONDS = "seconds";

    /** Returns how the facts say a number. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    static Finetuned of(Run run) {
        return new Finetuned(run.manifest().step(Step.FINETUNE).orElseThrow().facts());
    }
}
