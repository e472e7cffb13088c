package dev.pith.data.tar;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.LabelsBuilder;
import dev.pith.data.record.RecordJson;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the labels of an archive: members of one name, {@code .cls} if no other is given, or a field
 * of the {@code .json}.
 */
final class TarLabels {
    private static final String USUAL = "cls";

    private final WebDataset archive;

    TarLabels(WebDataset archive) {
        this.archive = archive;
    }

    /** Returns the members that hold labels, when {@code column} is asked for. */
    static String field(@Nullable String column) {
        return column == null ? USUAL : column.toLowerCase(Locale.ROOT);
    }

    /** Returns the labels, or null when none is asked for and there are none. */
    @Nullable
    Labels read(@Nullable String column) throws IOException {
        List<TarSample> samples = archive.samples();
        if (samples.stream().anyMatch(sample -> sample.member(field(column)).isPresent())) {
            LabelsBuilder labels = new LabelsBuilder("the ." + field(column) + " of " + archive.file());
            for (TarSample sample : samples) {
                sample.label().ifPresentOrElse(labels::addUntyped, labels::addAbsent);
            }
            return labels.build();
        }
        return column == null ? null : ofRecords(column);
    }

    private Labels ofRecords(String column) throws IOException {
        if (archive.samples().stream().allMatch(sample -> sample.record().isEmpty())) {
            throw new PithException(archive.file() + " has no member ." + column + " and no .json with a field '"
                    + column + "'; its members are " + String.join(", ", archive.fields()));
        }
        LabelsBuilder labels = new LabelsBuilder("field '" + column + "' of the .json of " + archive.file());
        for (TarSample sample : archive.samples()) {
            Member record = sample.record().orElse(null);
            if (record == null || !add(labels, archive.content(record), column)) {
                labels.addAbsent();
            }
        }
        return labels.build();
    }

    private static boolean add(LabelsBuilder labels, byte[] record, String column) throws IOException {
        try (JsonParser parser = RecordJson.FACTORY.createParser(record)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(column);
                JsonToken value = parser.nextToken();
                if (wanted && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                    if (value.isNumeric()) {
                        labels.addUntyped(parser.getText());
                    } else {
                        labels.add(parser.getText());
                    }
                    return true;
                }
                parser.skipChildren();
            }
        }
        return false;
    }
}
