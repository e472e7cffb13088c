package dev.pith.pipeline.choice;

import dev.pith.PithException;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.CsvText;
import dev.pith.torch.evaluate.Choice;
import dev.pith.torch.evaluate.Choice.Tried;
import dev.pith.torch.evaluate.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A choice as {@value RunFiles#CHOICE}: of each method a row of all networks, and one of each;
 * without an error where one seed alone tried it.
 */
final class ChoiceFile {
    private ChoiceFile() {}

    static void write(Path file, Choice choice) throws IOException {
        StringBuilder csv = new StringBuilder(RunFiles.CHOICE_HEADER).append('\n');
        for (Tried tried : choice.tried()) {
            csv.append(tried.name() + ",," + tried.gain() + "," + number(tried.standardError()) + ","
                    + tried.name().equals(choice.chosen()) + "\n");
            tried.byNetwork()
                    .forEach((network, gain) ->
                            csv.append(tried.name() + "," + CsvText.quoted(network) + "," + gain + ",,\n"));
        }
        Files.writeString(file, csv);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    /**
     * Reads a choice.
     *
     * @throws PithException when the file is not one
     */
    static Choice read(Path file) {
        List<Tried> tried = new ArrayList<>();
        String chosen = Comparison.RANDOM;
        try {
            for (List<String> row : CsvText.read(file, RunFiles.CHOICE_HEADER)) {
                if (row.get(1).isEmpty()) {
                    tried.add(new Tried(
                            row.get(0),
                            Double.parseDouble(row.get(2)),
                            row.get(3).isEmpty() ? Double.NaN : Double.parseDouble(row.get(3)),
                            new LinkedHashMap<>()));
                    chosen = Boolean.parseBoolean(row.get(4)) ? row.get(0) : chosen;
                } else {
                    Map<String, Double> byNetwork = tried.get(tried.size() - 1).byNetwork();
                    byNetwork.put(row.get(1), Double.parseDouble(row.get(2)));
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new PithException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
        return new Choice(tried, chosen);
    }
}
