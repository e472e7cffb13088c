package dev.pith.cli.option;

import dev.pith.pipeline.selection.Constraints;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What samples may cost together, or how many of each group are picked. */
public final class ConstraintOptions {
    @Option(
            names = "--cost",
            paramLabel = "COLUMN|FILE",
            description =
                    "What each sample costs: a column of the source, a file of numbers as --score takes, or tokens"
                            + " of records. All samples are ranked together, as their gains are worth it.")
    private @Nullable String cost;

    @Option(
            names = "--budget-cost",
            paramLabel = "NUMBER",
            description = "What all that is kept may cost together; says how much is kept in place of --keep.")
    private @Nullable Double budgetCost;

    @Option(
            names = "--at-most",
            paramLabel = "COUNT|FILE",
            description =
                    "How many of each class, or group, are kept at most, or for each its number in a file of lines"
                            + " such as cat,20; all are ranked together.")
    private @Nullable String atMost;

    @Option(names = "--at-least", paramLabel = "COUNT|FILE", description = "Likewise, how many at least.")
    private @Nullable String atLeast;

    /** Returns whether a cost says how much is kept. */
    public boolean areCosts() {
        return cost != null || budgetCost != null;
    }

    /** Returns the constraints. */
    public Constraints constraints() {
        return new Constraints(cost, budgetCost, atMost, atLeast);
    }
}
