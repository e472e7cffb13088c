package dev.pith.examples;

import dev.pith.pipeline.Quantization;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.Session;
import dev.pith.sample.Budget;
import java.nio.file.Path;

/**
 * From a folder of class folders with images to the ids of the 10 % worth keeping, and a run that the command line
 * goes on with.
 */
public final class QuantizeFolder {
    private QuantizeFolder() {}

    /**
     * Takes the folder, and where the run is to be; returns ids of images, in the order
     * of torchvision's {@code ImageFolder}.
     */
    public static int[] quantize(Path folder, Path run) {
        try (Session session = Session.open(run, Messages.NONE)) {
            return Quantization.of(folder.toString())
                    .sample(Budget.parse("10%"))
                    .perform(session)
                    .selection();
        }
    }

    /** Takes both as arguments. */
    public static void main(String[] arguments) {
        quantize(Path.of(arguments[0]), Path.of(arguments[1]));
    }
}
