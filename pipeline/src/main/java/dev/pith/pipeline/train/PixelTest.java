package dev.pith.pipeline.train;

import dev.pith.data.ImageSource.Image;
import dev.pith.data.MaskSource;
import dev.pith.data.image.Png;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.CsvText;
import dev.pith.run.Staging;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.NetworkSpec;
import dev.pith.torch.network.SegmentationNetwork;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.PixelEvaluation;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Tests a segmentation network, and shows some test images beside their masks and what the network says. Each class has
 * a color, pixels that are not counted are black.
 */
final class PixelTest {
    private static final int SHOWN = 8;

    /** Steps along the circle of hues that keep all classes so far apart: the golden ratio's. */
    private static final float HUE_STEP = 0.618034f;

    private final Session session;
    private final SegmentationNetwork network;
    private final NetworkSpec spec;
    private final LabelledImages test;

    PixelTest(Session session, SegmentationNetwork network, NetworkSpec spec, LabelledImages test) {
        this.session = session;
        this.network = network;
        this.spec = spec;
        this.test = test;
    }

    void write(Staging staging) throws IOException {
        PixelEvaluation result;
        try (TaskProgress progress = session.progress("testing")) {
            result = PixelEvaluation.of(network, test, session.threads(), progress);
        }
        Files.writeString(staging.file(RunFiles.IOU), csv(result));
        staging.note("tested", Integer.toString(test.size()));
        staging.note("mean iou", String.format(Locale.ROOT, "%.4f", result.meanIou()));
        staging.note("pixel accuracy", String.format(Locale.ROOT, "%.4f", result.pixelAccuracy()));
        Path folder = staging.folder(RunFiles.SEGMENTED);
        int count = Math.min(SHOWN, test.size());
        int[] positions = IntStream.range(0, count)
                .map(i -> (int) ((long) i * test.size() / count))
                .toArray();
        try (TaskProgress progress = session.progress("drawing")) {
            PixelEvaluation.look(network, test, positions, session.threads(), progress, (position, truth, said) -> {
                try {
                    String name = String.format(Locale.ROOT, "id%06d.png", test.id(position));
                    Files.write(folder.resolve(name), Png.encode(strip(position, truth, said)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private String csv(PixelEvaluation result) {
        StringBuilder csv = new StringBuilder(RunFiles.IOU_HEADER).append('\n');
        for (int c = 0; c < spec.classNames().size(); c++) {
            csv.append(CsvText.quoted(spec.classNames().get(c)))
                    .append(',')
                    .append(result.intersection(c))
                    .append(',')
                    .append(result.union(c))
                    .append('\n');
        }
        return csv.toString();
    }

    /** Returns the image, its mask, and what the network says, side by side. */
    private Image strip(int position, byte[] truth, byte[] said) {
        InputShape shape = test.shape();
        int height = shape.height();
        int width = shape.width();
        int area = height * width;
        float[] values = new float[shape.numbers()];
        test.read(new int[] {position}, values);
        byte[] pixels = new byte[3 * area * 3];
        for (int i = 0; i < area; i++) {
            int at = 3 * (i / width * 3 * width + i % width);
            for (int c = 0; c < 3; c++) {
                int own = Math.min(c, shape.channels() - 1);
                double value = values[own * area + i] * spec.std()[own] + spec.mean()[own];
                pixels[at + c] = (byte) Math.max(0, Math.min(255, Math.round(255 * value)));
            }
            paint(pixels, at + 3 * width, truth[i]);
            paint(pixels, at + 6 * width, said[i]);
        }
        return new Image(3 * width, height, 3, pixels);
    }

    private static void paint(byte[] pixels, int at, byte label) {
        int c = label & 0xff;
        int color = c == MaskSource.IGNORED ? 0 : Color.HSBtoRGB(c * HUE_STEP, c % 2 == 0 ? 0.55f : 0.85f, 0.9f);
        pixels[at] = (byte) (color >> 16);
        pixels[at + 1] = (byte) (color >> 8);
        pixels[at + 2] = (byte) color;
    }
}
