package dev.pith.rule;

import dev.pith.Ranking;
import dev.pith.score.Score;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The share of each class that is left out before any rule, because its samples are the hardest: labelled wrongly, or
 * never learnt. Hardness is the area under the margin ({@link Score#AUM}). Samples that are cut off are not picked and
 * demand nothing.
 *
 * <p>This is beta of Zheng et al., ICLR 2023, arXiv 2210.15809, which cuts from all classes together.
 *
 * @param beta from 0 to less than 1, or NaN for what suits how much is kept ({@link #usual})
 */
public record Cut(double beta) implements Serializable {
    /** Nothing is left out. */
    public static final Cut NONE = new Cut(0);

    /** What suits how much is kept. */
    public static final Cut BY_SHARE = new Cut(Double.NaN);

    private static final String BY_SHARE_WORD = "auto";

    /** Shares kept and the share to cut for them; between them it is on the line, outside it stays. */
    private static final double[] KEPT = {0.05, 0.1, 0.3, 0.5};

    private static final double[] CUT = {0.3, 0.2, 0.1, 0};

    /** Checks the range. */
    public Cut {
        if (!(Double.isNaN(beta) || (beta >= 0 && beta < 1))) {
            throw new IllegalArgumentException("`cut` must be in [0, 1) or " + BY_SHARE_WORD + ", got " + beta);
        }
    }

    /** Reads {@code auto} or a number. */
    public static Cut parse(String text) {
        if (text.equals(BY_SHARE_WORD)) {
            return BY_SHARE;
        }
        try {
            return new Cut(Double.parseDouble(text));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "`cut` must be in [0, 1) or " + BY_SHARE_WORD + ", got " + text, notANumber);
        }
    }

    /**
     * Returns a half of what suits a share that is kept: enough where a network learns nearly everything, for then few
     * of the hardest samples are labelled wrongly.
     */
    public static Cut half(double share) {
        return new Cut(usual(share) / 2);
    }

    /** Returns what {@link #parse} reads. */
    @Override
    public String toString() {
        return Double.isNaN(beta) ? BY_SHARE_WORD : Double.toString(beta);
    }

    /** Returns whether nothing is cut, however much is kept. */
    public boolean isNone() {
        return beta == 0;
    }

    /**
     * Returns the share that is cut when a share f is kept: 0.3 up to 0.05, 0.2 at 0.1, 0.1 at 0.3, none from 0.5 on,
     * straight lines between (what the authors of CCS searched, for CIFAR-10 and ImageNet).
     */
    static double usual(double share) {
        if (share <= KEPT[0]) {
            return CUT[0];
        }
        for (int k = 1; k < KEPT.length; k++) {
            if (share <= KEPT[k]) {
                return CUT[k - 1] + (CUT[k] - CUT[k - 1]) * (share - KEPT[k - 1]) / (KEPT[k] - KEPT[k - 1]);
            }
        }
        return 0;
    }

    /**
     * Returns the task without its hardest samples, as far as its budget allows. Of equally hard ones the lowest ids
     * stay.
     */
    RankingTask applied(RankingTask task) {
        int n = task.ids().length;
        double share = Double.isNaN(beta) ? usual(task.share()) : beta;
        int cut = Math.min((int) (share * n), n - task.budget());
        if (cut == 0) {
            return task;
        }
        double[] hardness = task.evidence().values(Score.AUM, task.ids());
        Arrays.setAll(hardness, k -> -hardness[k]);
        int[] order = Order.ascending(hardness);
        return task.withIds(Arrays.stream(order, 0, n - cut)
                .map(k -> task.ids()[k])
                .sorted()
                .toArray());
    }

    /** Returns a rule that goes by what is left. */
    public Rule before(Rule rule) {
        return isNone() ? rule : new Cutting(this, rule);
    }

    private record Cutting(Cut cut, Rule rule) implements Rule {
        @Override
        public Ranking rank(RankingTask task) {
            return rule.rank(cut.applied(task));
        }

        @Override
        public Rule over(List<RankingTask> tasks) {
            return new Cutting(cut, rule.over(tasks.stream().map(cut::applied).toList()));
        }
    }
}
