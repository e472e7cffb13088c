package dev.pith.torch.checkpoint;

import java.util.List;

/** Names from a file in messages: one line, and not too long. */
final class Names {
    private static final int LONGEST = 200;
    private static final int MOST = 10;

    private Names() {}

    /** Returns a name without control characters, cut where it is long. */
    static String shown(String name) {
        String start = name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "...";
        return start.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
    }

    /** Returns the first of them, and that there are more where there are. */
    static String shown(List<String> names) {
        String first =
                String.join(", ", names.stream().limit(MOST).map(Names::shown).toList());
        return names.size() <= MOST ? first : first + ", ...";
    }
}
