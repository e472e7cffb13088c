package dev.pith.data.tar;

import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.data.record.RecordText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A WebDataset archive, an uncompressed {@code .tar}: files whose paths agree up to the first dot of the file name are
 * one sample, that path is its key, and samples are in the order in which they first appear. A sample's label is its
 * {@code .cls} member: an integer, or a name.
 *
 * <p>A sample may lack its image, record or label; that is said when it is asked for, so that such samples can
 * be left out.
 */
public final class WebDataset implements AutoCloseable {
    private final Path file;
    private final List<TarSample> samples;
    private final FileChannel channel;
    private final String labelField;
    private @Nullable Labels labels;

    private WebDataset(Path file, List<TarSample> samples, FileChannel channel, String labelField) {
        this.file = file;
        this.samples = samples;
        this.channel = channel;
        this.labelField = labelField;
    }

    /** Opens an archive likewise, with the usual members. */
    public static Source open(Path file, RecordText text) {
        return open(file, text, null, null);
    }

    /**
     * Opens an archive: as images, or where no sample has one, as the records in its {@code .json} members.
     *
     * @param text where the text of a record is
     * @param imageField what the image of a sample is called after the sample's name, such as {@code png} or
     *     {@code rgb.png}, or several of that kind between semicolons, of which the first counts that a sample has;
     *     null for the one image there is
     * @param labelField what the label of a sample is called, or the field of {@code .json} that holds it;
     *     null for {@code cls}
     * @return an {@link dev.pith.data.ImageSource} or a {@link dev.pith.data.RecordSource}
     * @throws PithException when the file cannot be read, is no archive or cut off, when an entry would lead out of it,
     *     is a link or is there twice, when no sample has an image or record, or a sample has several images and
     *     none is named
     */
    public static Source open(Path file, RecordText text, @Nullable String imageField, @Nullable String labelField) {
        try {
            List<TarSample> samples = TarIndexer.index(file, TarLabels.field(labelField));
            boolean images = new TarImageChoice(file, samples).choose(imageField);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            WebDataset archive = new WebDataset(file, samples, channel, TarLabels.field(labelField));
            try {
                archive.labels = new TarLabels(archive).read(labelField);
            } catch (IOException | PithException e) {
                channel.close();
                throw e;
            }
            return images ? new TarImages(archive) : new TarRecords(archive, text);
        } catch (IOException e) {
            throw new PithException(
                    "cannot read " + file + " as an archive: " + e.getMessage()
                            + "; check that it is an uncompressed .tar you may read",
                    e);
        }
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

    /** Insists on a label where the archive has labels. */
    void requireLabel(int id) {
        if (labels != null) {
            labels.require(id, "sample '" + samples.get(id).key() + "' of " + file);
        }
    }

    /** Returns what members are called, in the order of the alphabet. */
    SortedSet<String> fields() {
        SortedSet<String> fields = new TreeSet<>();
        samples.forEach(sample -> sample.members().forEach(member -> fields.add(member.field())));
        return fields;
    }

    /**
     * Returns what members are called that are not read; {@code read} is what the image or record of each
     * sample is called.
     */
    SortedSet<String> unread(Function<TarSample, Optional<Member>> read) {
        SortedSet<String> unread = fields();
        unread.remove(labelField);
        samples.forEach(sample -> read.apply(sample).ifPresent(member -> unread.remove(member.field())));
        return unread;
    }

    /** Returns the content of all members of a sample. */
    Map<String, byte[]> members(int id) {
        Map<String, byte[]> members = new LinkedHashMap<>();
        samples.get(id).members().forEach(member -> members.put(member.field(), content(member)));
        return members;
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
