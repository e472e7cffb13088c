package dev.pith.pipeline.check;

import dev.pith.check.Spread;
import dev.pith.data.check.ImageMeasures;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Images that are blank, dark, light, blurred, or of a size or shape that the others are not. */
final class Defects {
    private static final double BLANK = 10; // contrast, of 255
    private static final double DARK = 40; // brightness, of 255, that all but 1 % of the pixels are at most
    private static final double LIGHT = 255 - DARK;
    private static final double BLURRED = -3.5; // robust standard score of the logarithm of the sharpness
    private static final double AREA = 4; // times the median, or a part of it
    private static final double ASPECT = 2.5;

    private Defects() {}

    /** Adds what is found. */
    static void find(@Nullable ImageMeasures[] measures, List<Issue> issues) {
        double[] sharpness = each(measures, look -> look.sharpness() > 0 ? Math.log(look.sharpness()) : Double.NaN);
        Spread sharp = Spread.of(sharpness);
        double area = Spread.of(each(measures, Defects::area)).median();
        double aspect = Spread.of(each(measures, Defects::aspect)).median();
        for (int id = 0; id < measures.length; id++) {
            ImageMeasures look = measures[id];
            if (look == null) {
                continue;
            }
            if (look.contrast() <= BLANK) {
                issues.add(new Issue(id, IssueKind.BLANK, 1, null, "brightness " + (int) look.dark()));
            } else if (look.light() <= DARK) {
                issues.add(new Issue(id, IssueKind.DARK, 1, null, "brightness " + (int) look.light() + " at most"));
            } else if (look.dark() >= LIGHT) {
                issues.add(new Issue(id, IssueKind.LIGHT, 1, null, "brightness " + (int) look.dark() + " at least"));
            } else if (sharp.score(sharpness[id]) <= BLURRED) {
                issues.add(new Issue(
                        id,
                        IssueKind.BLURRED,
                        sharp.score(sharpness[id]),
                        null,
                        String.format(Locale.ROOT, "sharpness %.3g", look.sharpness())));
            }
            if (isFar(area(look), area, AREA) || isFar(aspect(look), aspect, ASPECT)) {
                issues.add(new Issue(id, IssueKind.ODD_SIZE, 1, null, look.width() + " x " + look.height()));
            }
        }
    }

    private static double[] each(@Nullable ImageMeasures[] measures, ToDoubleFunction<ImageMeasures> value) {
        return Arrays.stream(measures)
                .mapToDouble(look -> look == null ? Double.NaN : value.applyAsDouble(look))
                .toArray();
    }

    private static boolean isFar(double value, double median, double factor) {
        return value > factor * median || value * factor < median;
    }

    private static double area(ImageMeasures look) {
        return (double) look.width() * look.height();
    }

    private static double aspect(ImageMeasures look) {
        return (double) look.width() / look.height();
    }
}
