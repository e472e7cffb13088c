package dev.pith.data.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.MemberSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * WebDataset shards, {@code selection-000000.tar} and so on, in draw order. A sample is named by its id and has an
 * image and a {@code .json} with id, key, label and weight, or, of a record, a {@code .json} with the record byte for
 * byte; and a {@code .cls} with its label, where there are labels. A sample of an archive has all its members, byte for
 * byte; what is said of an image is in {@code .pith.json} then.
 *
 * @param shardBytes a shard is closed once it is as large, positive
 */
public record WebDatasetExport(long shardBytes) implements Export {
    /** As large as WebDataset's own shards are by custom. */
    public static final long SHARD_BYTES = 1_000_000_000L;

    /** Checks the size. */
    public WebDatasetExport {
        if (shardBytes < 1) {
            throw new IllegalArgumentException("shardBytes must be positive, got " + shardBytes);
        }
    }

    @Override
    public ExportForm form() {
        return ExportForm.WEBDATASET;
    }

    @Override
    public void write(Source source, Selection selection, Path folder, Progress progress) throws IOException {
        if (!(source instanceof ImageSource) && !(source instanceof RecordSource)) {
            throw new PithException(
                    source.name() + " holds neither images nor records, so there is nothing to archive");
        }
        SampleFields fields = new SampleFields(source, selection);
        Labels labels = source.labels().orElse(null);
        int digits = Integer.toString(source.size() - 1).length();
        try (TarShards shards = new TarShards(folder, shardBytes)) {
            for (int position = 0; position < selection.size(); position++) {
                int id = selection.ids()[position];
                String name = ClassFolders.padded(Integer.toString(id), digits);
                shards.beginSample();
                for (Map.Entry<String, byte[]> member :
                        members(source, id, fields.of(position), labels).entrySet()) {
                    shards.add(name + "." + member.getKey(), member.getValue());
                }
                progress.onStep(position + 1L, selection.size());
            }
        }
    }

    private static Map<String, byte[]> members(
            Source source, int id, Map<String, Object> fields, @Nullable Labels labels) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        boolean whole = source instanceof MemberSource;
        if (source instanceof MemberSource archive) {
            members.putAll(archive.members(id));
        } else if (source instanceof ImageSource images) {
            ImageSource.Encoded image = images.encoded(id);
            members.put(image.extension(), image.bytes());
        } else if (source instanceof RecordSource records) {
            members.put("json", records.record(id));
        }
        if (source instanceof ImageSource) {
            members.put(whole ? "pith.json" : "json", new ObjectMapper().writeValueAsBytes(fields));
        }
        if (labels != null && !labels.unlabelled().get(id)) {
            members.putIfAbsent("cls", Long.toString(labels.values()[id]).getBytes(StandardCharsets.US_ASCII));
        }
        return members;
    }
}
