package dev.pith.data.tar;

import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.LabelsBuilder;
import dev.pith.data.Source;
import dev.pith.data.record.RecordText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A WebDataset archive, an uncompressed {@code .tar}: files whose paths agree up to the first dot of the file name are
 * one sample, that path is its key, and samples are in the order in which they first appear. A sample's label is its
 * {@code .cls} member: an integer, or a name.
 */
public final class WebDataset implements AutoCloseable {
    private final Path file;
    private final List<TarSample> samples;
    private final @Nullable Labels labels;
    private final FileChannel channel;

    private WebDataset(Path file, List<TarSample> samples, @Nullable Labels labels, FileChannel channel) {
        this.file = file;
        this.samples = samples;
        this.labels = labels;
        this.channel = channel;
    }

    /**
     * Opens an archive: as images, or where no sample has one, as the records in its {@code .json} members.
     *
     * @param text where the text of a record is
     * @return a {@link dev.pith.data.ImageSource} or a {@link dev.pith.data.RecordSource}
     * @throws PithException when the file cannot be read, is no archive or cut off, when an entry would lead out of it, is
     *     a link or is there twice, or when a sample lacks the member or the label that others have
     */
    public static Source open(Path file, RecordText text) {
        try {
            List<TarSample> samples = TarIndexer.index(file);
            Labels labels = labels(file, samples);
            boolean images = samples.stream().anyMatch(sample -> sample.image().isPresent());
            for (TarSample sample : samples) {
                if ((images ? sample.image() : sample.record()).isEmpty()) {
                    throw new PithException(file + ": sample '" + sample.key() + "' has no "
                            + (images ? "image" : "image and no .json") + "; make the archive anew without it");
                }
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            WebDataset archive = new WebDataset(file, samples, labels, channel);
            return images ? new TarImages(archive) : new TarRecords(archive, text);
        } catch (IOException e) {
            throw new PithException(
                    "cannot read " + file + " as an archive: " + e.getMessage()
                            + "; check that it is an uncompressed .tar you may read",
                    e);
        }
    }

    private static @Nullable Labels labels(Path file, List<TarSample> samples) {
        if (samples.stream().noneMatch(sample -> sample.label().isPresent())) {
            return null;
        }
        boolean integers = samples.stream()
                .flatMap(sample -> sample.label().stream())
                .allMatch(label -> label.matches("-?[0-9]{1,18}"));
        LabelsBuilder labels = new LabelsBuilder("the .cls of " + file);
        for (TarSample sample : samples) {
            String label = sample.label().orElseThrow(labels::missing);
            if (integers) {
                labels.add(Long.parseLong(label));
            } else {
                labels.add(label);
            }
        }
        return labels.build();
    }

    Path file() {
        return file;
    }

    List<TarSample> samples() {
        return samples;
    }

    Optional<Labels> labels() {
        return Optional.ofNullable(labels);
    }

    byte[] content(Member member) {
        ByteBuffer content = ByteBuffer.allocate(member.length());
        try {
            while (content.hasRemaining()) {
                if (channel.read(content, member.start() + content.position()) < 0) {
                    throw new PithException(file + " is shorter than it was; it changed while it was read");
                }
            }
        } catch (IOException e) {
            throw new PithException("cannot read " + file + ": " + e + "; check that it is still there", e);
        }
        return content.array();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PithException("cannot close " + file, e);
        }
    }
}
