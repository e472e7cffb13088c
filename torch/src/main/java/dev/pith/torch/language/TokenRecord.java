package dev.pith.torch.language;

import java.util.Arrays;

/**
 * A text as tokens, of which some are learned.
 *
 * @param ids the tokens; not copied
 * @param learned of each token whether it is to be said; the first cannot be, as nothing comes before it; not copied
 */
public record TokenRecord(int[] ids, boolean[] learned) {
    /** Checks that every token says whether it is learned. */
    public TokenRecord {
        if (ids.length != learned.length) {
            throw new IllegalArgumentException(ids.length + " tokens, but " + learned.length + " say whether to learn");
        }
    }

    /** Returns a prompt and an answer, of which the answer is learned. */
    public static TokenRecord of(int[] ids, int promptLength) {
        boolean[] learned = new boolean[ids.length];
        Arrays.fill(learned, Math.min(promptLength, ids.length), ids.length, true);
        return new TokenRecord(ids, learned);
    }

    /** Returns the first {@code context} tokens. */
    public TokenRecord cut(int context) {
        return ids.length <= context
                ? this
                : new TokenRecord(Arrays.copyOf(ids, context), Arrays.copyOf(learned, context));
    }

    /** Returns how many tokens are learned. */
    public int answers() {
        int count = 0;
        for (int t = 1; t < learned.length; t++) {
            count += learned[t] ? 1 : 0;
        }
        return count;
    }

    /** Returns what goes through a model: the tokens up to the last that has something learned after it. */
    public int[] input() {
        int end = learned.length - 1;
        while (end > 0 && !learned[end]) {
            end--;
        }
        return Arrays.copyOf(ids, Math.max(1, end));
    }
}
