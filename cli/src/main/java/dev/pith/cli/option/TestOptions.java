package dev.pith.cli.option;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.run.Manifest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which images networks are judged by. */
public final class TestOptions {
    @Option(
            names = "--test",
            paramLabel = "SOURCE",
            description = "Labelled images to test on (default: the test part of a data set that comes in two).")
    private @Nullable String test;

    /**
     * Opens them.
     *
     * @param samples what the networks are trained on
     * @throws PithException when there are none, or they are those that are trained on
     */
    public Source open(Manifest.Samples samples, Messages messages) {
        String given = test;
        if (given == null) {
            return SourceReference.of(samples)
                    .testPart()
                    .map(part -> part.open(messages))
                    .orElseThrow(() -> new PithException(
                            samples.name() + ": has no test part; give images to judge by with --test SOURCE"));
        }
        Source source = SourceReference.of(samples).beside(given).open(messages);
        if (source.fingerprint().equals(samples.fingerprint())) {
            source.close();
            throw new PithException(given + ": is what the networks are trained on; give other images with --test");
        }
        return source;
    }
}
