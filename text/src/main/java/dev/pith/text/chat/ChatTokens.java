package dev.pith.text.chat;

import java.util.Arrays;
import java.util.List;

/**
 * A dialogue as tokens.
 *
 * @param ids the tokens; not copied
 * @param learned of each token whether it is part of an answer; not copied
 */
public record ChatTokens(int[] ids, boolean[] learned) {
    /** Returns tokens that are all learned, or all given. */
    static ChatTokens of(boolean learned, int... ids) {
        boolean[] all = new boolean[ids.length];
        Arrays.fill(all, learned);
        return new ChatTokens(ids, all);
    }

    /** Returns parts one after another. */
    static ChatTokens join(List<ChatTokens> parts) {
        int length = parts.stream().mapToInt(part -> part.ids.length).sum();
        ChatTokens whole = new ChatTokens(new int[length], new boolean[length]);
        int at = 0;
        for (ChatTokens part : parts) {
            System.arraycopy(part.ids, 0, whole.ids, at, part.ids.length);
            System.arraycopy(part.learned, 0, whole.learned, at, part.ids.length);
            at += part.ids.length;
        }
        return whole;
    }

    /** Returns the first {@code most} tokens. */
    public ChatTokens cut(int most) {
        return ids.length <= most ? this : new ChatTokens(Arrays.copyOf(ids, most), Arrays.copyOf(learned, most));
    }

    /** Returns how many tokens can be learned; the first of all cannot, as nothing comes before it. */
    public int answers() {
        int count = 0;
        for (int t = 1; t < learned.length; t++) {
            count += learned[t] ? 1 : 0;
        }
        return count;
    }
}
