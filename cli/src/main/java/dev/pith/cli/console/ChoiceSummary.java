package dev.pith.cli.console;

import dev.pith.torch.evaluate.Choice;
import dev.pith.torch.evaluate.Comparison;
import java.util.Locale;
import java.util.function.Consumer;

/** What a choice between ways to select came to. */
public final class ChoiceSummary {
    private ChoiceSummary() {}

    /** Says how each way did on held-out training samples, and which is taken. */
    public static void print(Choice choice, Consumer<String> notes) {
        for (Choice.Tried tried : choice.tried()) {
            notes.accept(String.format(
                    Locale.ROOT,
                    "%s: %+.2f +- %.2f points over random%s",
                    tried.name(),
                    100 * tried.gain(),
                    100 * tried.standardError(),
                    tried.isClear() ? "" : ", not clear"));
        }
        notes.accept(
                choice.chosen().equals(Comparison.RANDOM)
                        ? "no method is clearly better than random samples of the same class balance: these are taken"
                        : choice.chosen() + " is taken");
    }
}
