package dev.pith.pipeline.report;

import dev.pith.PithException;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.SnapshotName;
import dev.pith.report.RunView.Frame;
import dev.pith.run.CsvText;
import dev.pith.run.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The snapshots of a condensation, or of a training of a network that makes images, as pictures for a page. */
final class Filmstrip {
    private Filmstrip() {}

    /**
     * Reads the pictures.
     *
     * @param evaluated whether there may be a curve of what they were worth
     */
    static List<Frame> of(Run run, boolean evaluated) {
        Path folder = run.file(RunFiles.SNAPSHOTS);
        List<Frame> film = new ArrayList<>();
        try (var entries = Files.list(folder)) {
            Map<String, String> accuracies = evaluated ? accuracies(run.file(RunFiles.CURVE)) : Map.of();
            for (Path file : entries.sorted().toList()) {
                Optional<SnapshotName> name = SnapshotName.ofPicture(file);
                if (name.isPresent()) {
                    String data = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
                    film.add(new Frame(caption(name.get(), accuracies), "data:image/png;base64," + data));
                }
            }
        } catch (IOException e) {
            throw new PithException(folder + ": cannot be read (" + e.getMessage() + ")", e);
        }
        return film;
    }

    private static String caption(SnapshotName name, Map<String, String> accuracies) {
        String iteration = Integer.toString(name.iteration());
        return name.group() == 1
                ? "iteration " + iteration + accuracies.getOrDefault(iteration, "")
                : "group " + name.group() + ", iteration " + iteration;
    }

    /** Reads the pictures of what a network made after epochs of its training. */
    static List<Frame> ofEpochs(Run run) {
        Path folder = run.file(RunFiles.SNAPSHOTS);
        List<Frame> film = new ArrayList<>();
        try (var entries = Files.list(folder)) {
            for (Path file : entries.sorted().toList()) {
                String name = file.getFileName().toString();
                String digits = name.replaceAll("[^0-9]", "");
                if (!digits.isEmpty() && name.equals(RunFiles.epochPicture(Integer.parseInt(digits)))) {
                    String data = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
                    film.add(new Frame("epoch " + Integer.parseInt(digits), "data:image/png;base64," + data));
                }
            }
        } catch (IOException e) {
            throw new PithException(folder + ": cannot be read (" + e.getMessage() + ")", e);
        }
        return film;
    }

    /** Returns the accuracy after some iterations. */
    private static Map<String, String> accuracies(Path curve) throws IOException {
        Map<String, String> accuracies = new HashMap<>();
        if (Files.exists(curve)) {
            for (List<String> row : CsvText.read(curve, RunFiles.CURVE_HEADER)) {
                accuracies.put(
                        row.get(0), String.format(Locale.ROOT, ": %.1f %%", 100 * Double.parseDouble(row.get(2))));
            }
        }
        return accuracies;
    }
}
