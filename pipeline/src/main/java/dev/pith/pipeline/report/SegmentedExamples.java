package dev.pith.pipeline.report;

import dev.pith.PithException;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.train.Trained;
import dev.pith.report.RunView.Frame;
import dev.pith.report.RunView.Segmented;
import dev.pith.run.Run;
import dev.pith.run.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** What the training of a run left of its test on masks. */
final class SegmentedExamples {
    private SegmentedExamples() {}

    static boolean areIn(Run run) {
        return run.manifest()
                .step(Step.TRAIN)
                .filter(done -> done.writes(RunFiles.IOU))
                .isPresent();
    }

    static Segmented of(Run run) {
        Trained.Pixels test = Trained.of(run).pixels().orElseThrow();
        List<Frame> frames = new ArrayList<>();
        try (Stream<Path> files = Files.list(run.file(RunFiles.SEGMENTED))) {
            for (Path file : files.sorted().toList()) {
                String number = file.getFileName().toString().replaceAll("[^0-9]", "");
                String data = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
                frames.add(new Frame("id " + Integer.parseInt(number), "data:image/png;base64," + data));
            }
        } catch (IOException e) {
            throw new PithException(run.file(RunFiles.SEGMENTED) + ": cannot be read (" + e.getMessage() + ")", e);
        }
        return new Segmented(test.meanIou(), test.accuracy(), test.iouOfClass(), frames);
    }
}
