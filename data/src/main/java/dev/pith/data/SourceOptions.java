package dev.pith.data;

import dev.pith.data.label.LabelFile;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How to open a source; what a kind of source has no use for is ignored by it.
 *
 * @param dataDir where built-in data sets are looked for first
 * @param split the part of a data set that has a training and a test part
 * @param labels a file of labels, see {@link LabelFile}, for sources that carry none; it wins over labels
 *     the source has
 * @param imageColumn the column of a table that holds encoded images
 * @param textColumn the column or field that holds the text
 * @param textTemplate the columns or fields that make up the text, in braces
 * @param featureColumn the column of a table that holds features, lists of numbers
 * @param labelColumn the column or field that holds the label
 * @param ignoreLabel the label in masks that is not counted, beside 255
 */
public record SourceOptions(
        @Nullable Path dataDir,
        Split split,
        @Nullable Path labels,
        @Nullable String imageColumn,
        @Nullable String textColumn,
        @Nullable String textTemplate,
        @Nullable String featureColumn,
        @Nullable String labelColumn,
        @Nullable Integer ignoreLabel) {

    /** The part of a data set that comes in two unless told otherwise. */
    public static final String DEFAULT_SPLIT = "train";

    /** The training part, everything else left to the source. */
    public static final SourceOptions DEFAULT = builder().build();

    /** Returns a builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns these with the label in another column or field, and none in a file. */
    public SourceOptions labelledBy(String column) {
        return new SourceOptions(
                dataDir, split, null, imageColumn, textColumn, textTemplate, featureColumn, column, ignoreLabel);
    }

    /** Builds options, each value optional. */
    public static final class Builder {
        private @Nullable Path dataDir;
        private Split split = Split.valueOf(DEFAULT_SPLIT.toUpperCase(Locale.ROOT));
        private @Nullable Path labels;
        private @Nullable String imageColumn;
        private @Nullable String textColumn;
        private @Nullable String textTemplate;
        private @Nullable String featureColumn;
        private @Nullable String labelColumn;
        private @Nullable Integer ignoreLabel;

        private Builder() {}

        /** Sets where built-in data sets are looked for first. */
        public Builder dataDir(@Nullable Path directory) {
            dataDir = directory;
            return this;
        }

        /** Sets the part; training if not set. */
        public Builder split(Split part) {
            split = part;
            return this;
        }

        /** Sets a file of labels, see {@link LabelFile}. */
        public Builder labels(@Nullable Path file) {
            labels = file;
            return this;
        }

        /** Sets the column of encoded images. */
        public Builder imageColumn(@Nullable String column) {
            imageColumn = column;
            return this;
        }

        /** Sets the column or field of the text. */
        public Builder textColumn(@Nullable String column) {
            textColumn = column;
            return this;
        }

        /** Sets the text with columns or fields in braces. */
        public Builder textTemplate(@Nullable String template) {
            textTemplate = template;
            return this;
        }

        /** Sets the column of features. */
        public Builder featureColumn(@Nullable String column) {
            featureColumn = column;
            return this;
        }

        /** Sets the column or field of the label. */
        public Builder labelColumn(@Nullable String column) {
            labelColumn = column;
            return this;
        }

        /** Sets the label in masks that is not counted. */
        public Builder ignoreLabel(@Nullable Integer label) {
            ignoreLabel = label;
            return this;
        }

        /** Returns the options. */
        public SourceOptions build() {
            return new SourceOptions(
                    dataDir,
                    split,
                    labels,
                    imageColumn,
                    textColumn,
                    textTemplate,
                    featureColumn,
                    labelColumn,
                    ignoreLabel);
        }
    }
}
