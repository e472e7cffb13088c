package dev.pith.djl;

import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Record;
import ai.djl.translate.Pipeline;
import ai.djl.util.Progress;
import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The images of a source of Pith's as a dataset of DJL's; position equals id. A record is the image,
 * {@code uint8 (h, w, c)} with c 1 or 3, and its class, {@code int64 ()}: the place of its label among the source's
 * labels in rising order.
 *
 * <p>The pipeline turns images into what the network takes; it is DJL's {@link ToTensor}, {@code float32 (c, h, w)} in
 * [0, 1], unless set otherwise. Images of differing size need a {@code Resize} or crop in front of it. The source
 * is not closed.
 */
public final class SourceDataset extends RandomAccessDataset {
    private final ImageSource source;
    private final int[] classes;

    private SourceDataset(Builder builder, ImageSource source, int[] classes) {
        super(builder);
        this.source = source;
        this.classes = classes;
    }

    /** Returns a builder; {@link Builder#setSource} and {@code setSampling} must be called. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Record get(NDManager manager, long index) {
        int id = Math.toIntExact(index);
        Image image = source.image(id);
        NDArray pixels = manager.create(
                ByteBuffer.wrap(image.pixels()),
                new Shape(image.height(), image.width(), image.channels()),
                DataType.UINT8);
        return new Record(new NDList(pixels), new NDList(manager.create((long) classes[id])));
    }

    @Override
    protected long availableSize() {
        return source.size();
    }

    @Override
    public void prepare(@Nullable Progress progress) {
        // Images are read when they are asked for.
    }

    /** Builds a dataset. */
    public static final class Builder extends BaseBuilder<Builder> {
        private @Nullable Source source;

        private Builder() {
            pipeline = new Pipeline(new ToTensor());
        }

        @Override
        protected Builder self() {
            return this;
        }

        /** Sets the source, for example {@code Sources.open("photos/train", SourceOptions.DEFAULT)}. */
        public Builder setSource(Source samples) {
            source = samples;
            return this;
        }

        /**
         * Builds the dataset.
         *
         * @throws PithException when the source holds no images or no labels
         */
        public SourceDataset build() {
            if (source == null) {
                throw new IllegalArgumentException("the source must be set");
            }
            if (!(source instanceof ImageSource images)) {
                throw new PithException(source.name() + ": holds no images; of other samples make an ArrayDataset");
            }
            Labels labels = source.labels()
                    .orElseThrow(() -> new PithException(
                            images.name() + ": has no labels, and a record is an image with its class"));
            long[] names = labels.present().distinct().sorted().toArray();
            int[] classes = labels.names().isEmpty()
                    ? Arrays.stream(labels.values())
                            .mapToInt(label -> Arrays.binarySearch(names, label))
                            .toArray()
                    : Arrays.stream(labels.values()).mapToInt(Math::toIntExact).toArray();
            return new SourceDataset(this, images, classes);
        }
    }
}
