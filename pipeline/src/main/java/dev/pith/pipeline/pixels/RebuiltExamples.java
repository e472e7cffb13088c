package dev.pith.pipeline.pixels;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.image.Png;
import dev.pith.data.patch.ImageQuality;
import dev.pith.data.patch.PatchArchive;
import dev.pith.data.patch.PatchGrid;
import dev.pith.data.pixels.Resize;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.report.RunView.Frame;
import dev.pith.run.Run;
import dev.pith.run.Staging;
import dev.pith.torch.rebuild.RebuildQuality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How close rebuilt images come to their originals, and pictures of the best and the worst: original, importance, what
 * is kept, rebuilt.
 */
public final class RebuiltExamples {
    private static final Pattern NAME = Pattern.compile("(worst|best)-\\d+-id(\\d+)-psnr(.+)\\.png");

    /** Images of an archive that are rebuilt together, and so are evaluated together. */
    private static final int RUN = 64;

    private static final int MOST_RUNS = 8;
    private static final int SHOWN = 6; // best, and worst
    private static final int GAP = 2;
    private static final int RGB = 3;

    private final ImageSource source;
    private final PatchArchive archive;
    private final PatchGrid grid;
    private final float[][] importance;

    /**
     * Takes what is to be compared.
     *
     * @param archive rebuilds; its images are in the order of {@code importance}
     */
    RebuiltExamples(ImageSource source, PatchArchive archive, PatchGrid grid, float[][] importance) {
        this.source = source;
        this.archive = archive;
        this.grid = grid;
        this.importance = importance;
    }

    private record Evaluated(int position, double squaredError, double ssim) {
        double psnr() {
            return ImageQuality.psnr(squaredError);
        }
    }

    /**
     * Rebuilds images spread over the archive, notes their mean quality, and writes the quality of each and
     * pictures of some.
     */
    void evaluate(Path folder, Staging staging, TaskProgress progress) throws IOException {
        int runs = (archive.size() + RUN - 1) / RUN;
        int count = Math.min(runs, MOST_RUNS);
        List<Evaluated> evaluated = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int run = (int) ((long) k * runs / count);
            for (int i = run * RUN; i < Math.min(archive.size(), (run + 1) * RUN); i++) {
                Image original = original(i);
                Image rebuilt = archive.image(i);
                evaluated.add(new Evaluated(
                        i, ImageQuality.squaredError(original, rebuilt), ImageQuality.ssim(original, rebuilt)));
            }
            progress.onStep(k + 1L, count);
        }
        evaluated.sort(Comparator.comparingDouble(Evaluated::psnr).thenComparingInt(Evaluated::position));
        double psnr = ImageQuality.psnr(evaluated.stream()
                .mapToDouble(Evaluated::squaredError)
                .average()
                .orElse(Double.NaN));
        double ssim = evaluated.stream().mapToDouble(Evaluated::ssim).average().orElse(Double.NaN);
        staging.note("rebuilt images compared", Integer.toString(evaluated.size()));
        staging.note("rebuilt", Double.isInfinite(psnr) ? "exactly" : QualityText.of(new RebuildQuality(psnr, ssim)));
        StringBuilder csv = new StringBuilder("position,id,psnr,ssim\n");
        for (Evaluated image : evaluated) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%d,%.3f,%.5f%n",
                    image.position,
                    archive.sourceId(image.position),
                    image.psnr(),
                    image.ssim));
        }
        Files.writeString(folder.resolve(RunFiles.QUALITY), csv.toString());
        Path pictures = Files.createDirectory(folder.resolve(RunFiles.EXAMPLES));
        for (int i = 0; i < Math.min(SHOWN, evaluated.size() / 2); i++) {
            draw(pictures, "worst-" + (i + 1), evaluated.get(i));
            draw(pictures, "best-" + (i + 1), evaluated.get(evaluated.size() - 1 - i));
        }
    }

    /** Reads the pictures for a page, the worst first; none where they are gone. */
    public static List<Frame> frames(Run run) {
        Path folder = run.file(RunFiles.PATCHES).resolve(RunFiles.EXAMPLES);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Frame> frames = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    String data = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
                    frames.add(new Frame(
                            name.group(1) + ": id " + name.group(2) + ", "
                                    + (name.group(3).equals("Infinity") ? "exact" : "PSNR " + name.group(3) + " dB"),
                            "data:image/png;base64," + data));
                }
            }
            return frames;
        } catch (IOException e) {
            throw new PithException(folder + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private Image original(int position) {
        return sized(source.image(archive.sourceId(position)), grid);
    }

    /** Returns an image in the size of the grid. */
    static Image sized(Image image, PatchGrid grid) {
        return new Image(
                grid.width(), grid.height(), image.channels(), Resize.cover(image, grid.width(), grid.height()));
    }

    private void draw(Path folder, String name, Evaluated image) throws IOException {
        int position = image.position;
        Image strip = strip(List.of(
                original(position),
                heat(importance[position]),
                visible(position, archive.masked(position).kept()),
                archive.image(position)));
        String file =
                String.format(Locale.ROOT, "%s-id%d-psnr%.1f.png", name, archive.sourceId(position), image.psnr());
        Files.write(folder.resolve(file), Png.encode(strip));
    }

    /** Returns the importance of patches, black for none over red to yellow. */
    private Image heat(float... ofPatches) {
        byte[] pixels = new byte[grid.width() * grid.height() * RGB];
        for (int p = 0; p < grid.width() * grid.height(); p++) {
            float value = ofPatches[grid.patch(p % grid.width(), p / grid.width())];
            pixels[p * RGB] = (byte) Math.round(255 * Math.min(1, 2 * value));
            pixels[p * RGB + 1] = (byte) Math.round(255 * Math.max(0, 2 * value - 1));
        }
        return new Image(grid.width(), grid.height(), RGB, pixels);
    }

    /** Returns what is kept, dropped patches grey. */
    private Image visible(int position, boolean[] kept) {
        Image image = original(position);
        byte[] pixels = image.pixels().clone();
        for (int i = 0; i < pixels.length; i++) {
            int p = i / image.channels();
            if (!kept[grid.patch(p % grid.width(), p / grid.width())]) {
                pixels[i] = (byte) 128;
            }
        }
        return new Image(grid.width(), grid.height(), image.channels(), pixels);
    }

    /** Returns images of one size side by side. */
    private Image strip(List<Image> images) {
        int width = images.size() * (grid.width() + GAP) - GAP;
        byte[] pixels = new byte[width * grid.height() * RGB];
        Arrays.fill(pixels, (byte) 255);
        for (int k = 0; k < images.size(); k++) {
            Image image = images.get(k);
            for (int p = 0; p < grid.width() * grid.height(); p++) {
                int to = p / grid.width() * width + k * (grid.width() + GAP) + p % grid.width();
                for (int c = 0; c < RGB; c++) {
                    pixels[to * RGB + c] = image.pixels()[p * image.channels() + Math.min(c, image.channels() - 1)];
                }
            }
        }
        return new Image(width, grid.height(), RGB, pixels);
    }
}
