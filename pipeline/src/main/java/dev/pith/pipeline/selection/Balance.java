package dev.pith.pipeline.selection;

import dev.pith.PithException;
import dev.pith.selection.ClassShares;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Shares of classes: said as {@code cat=30%,dog=70%}, or out of a file of lines such as {@code cat,0.2}. */
final class Balance {
    private static final String WHERE = "`balance`:";

    private Balance() {}

    /**
     * Returns the shares that settings mean.
     *
     * @param names the name of each label, or none where labels have no names
     * @throws PithException naming file and line of what is no share
     */
    static ClassShares shares(SelectSettings settings, List<String> names) {
        if (settings.balance().equals(SelectSettings.SOURCE)) {
            return ClassShares.SOURCE;
        }
        if (!settings.hasShares()) {
            return ClassShares.UNIFORM;
        }
        ClassNumbers shares = new ClassNumbers(
                "share",
                false,
                "cat,0.2",
                "`balance` is source, uniform, shares such as cat=30%,dog=70%, or a file",
                names);
        return new ClassShares(
                settings.sharesAreSaid() ? said(settings.balance(), shares) : shares.read(Path.of(settings.balance())));
    }

    private static Map<Long, Double> said(String balance, ClassNumbers numbers) {
        Map<Long, Double> shares = new TreeMap<>();
        for (String part : balance.split(",", -1)) {
            int equals = part.lastIndexOf('=');
            if (equals < 1) {
                throw new PithException(WHERE + " '" + part + "' is no class with its share, such as cat=30%");
            }
            String name = part.substring(0, equals).strip();
            String text = part.substring(equals + 1).strip();
            boolean percent = text.endsWith("%");
            double share = numbers.number(WHERE, percent ? text.substring(0, text.length() - 1) : text);
            if (shares.put(numbers.label(WHERE, name), percent ? share / 100 : share) != null) {
                throw new PithException(WHERE + " names " + name + " again; say one share of each class");
            }
        }
        return shares;
    }
}
