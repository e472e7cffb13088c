package dev.pith.report;

import dev.pith.torch.evaluate.Choice;
import dev.pith.torch.evaluate.Row;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the page shows, in the order it shows it; becomes the page's block of JSON. A part that a run has no data
 * for is null, and {@code notes} says why.
 *
 * @param title what the user called the source
 * @param pith the version that wrote the run
 * @param command the command that changed the run last, empty when that was an earlier report
 * @param overview the counts
 * @param steps what was done
 * @param choice which ways to select were tried on held-out samples
 * @param evaluation what selections are worth, by accuracy
 * @param losses what selections of records are worth, by the loss of a language model
 * @param film condensed images on their way
 * @param rebuilt images beside what their kept patches give back
 * @param segmented what a trained network says of pixels
 * @param search how networks do after trainings on a few images
 * @param findings what may be wrong with the images
 * @param gallery samples as they are
 * @param gains gain against rank
 * @param spread diversity and representativeness
 * @param terms the two terms of the gain
 * @param texts lengths and leading words, of texts only
 * @param standIns what was kept for what was left out
 * @param balance classes in bins and selection
 * @param map the samples in the plane
 * @param notes what is missing or not exact, a sentence each
 */
record PageData(
        String title,
        String pith,
        String command,
        Overview overview,
        List<StepDone> steps,
        @Nullable Chosen choice,
        @Nullable List<Evaluated> evaluation,
        @Nullable List<Evaluated> losses,
        @Nullable List<RunView.Frame> film,
        @Nullable List<RunView.Frame> rebuilt,
        RunView.@Nullable Segmented segmented,
        RunView.@Nullable Search search,
        @Nullable Findings findings,
        @Nullable Pictures gallery,
        @Nullable GainCurves gains,
        @Nullable BinSpread spread,
        @Nullable GainTerms terms,
        @Nullable TextStatistics texts,
        @Nullable StandIns standIns,
        @Nullable ClassBalance balance,
        @Nullable Scatter map,
        List<String> notes) {

    /**
     * The counts.
     *
     * @param ranking whether the run holds one ranking; then its one bin is that ranking
     * @param method how bins or ranking were made, as the command line calls it
     * @param stratified whether each class was treated by itself
     * @param binSizes samples per bin
     * @param dimension numbers per row of features
     * @param similarity as the page names it
     */
    record Overview(
            int n,
            int classes,
            int[] binSizes,
            int selected,
            boolean ranking,
            String method,
            boolean stratified,
            int dimension,
            String similarity) {}

    /**
     * A line of the table of an evaluation; see {@link Row}.
     *
     * @param accuracy or the loss, as the view is measured
     * @param paidOff as the page says it, empty where nothing was spent
     */
    record Evaluated(
            String view,
            String network,
            String selection,
            String pruning,
            int samples,
            double keep,
            double accuracy,
            double deviation,
            double overRandom,
            double overRandomInterval,
            double samplesSeen,
            double seconds,
            double selectionSeconds,
            String paidOff) {
        static Evaluated of(Row row) {
            double after = row.paidOffAfter();
            return new Evaluated(
                    row.view().toString(),
                    row.network(),
                    row.selection(),
                    row.pruning().toString(),
                    row.samples(),
                    row.keep(),
                    row.accuracy(),
                    row.deviation(),
                    row.overRandom(),
                    row.overRandomInterval(),
                    row.samplesSeen(),
                    row.seconds(),
                    row.selectionSeconds(),
                    Double.isNaN(after)
                            ? ""
                            : Double.isInfinite(after) ? "never" : String.format(Locale.ROOT, "after %.0f", after));
        }
    }

    /**
     * A choice between ways to select.
     *
     * @param chosen the name of one, or random
     * @param tried gains over random samples on held-out training samples, from -1 to 1
     * @param seconds that it took, beside the network and the scores of the run
     */
    record Chosen(String chosen, List<Choice.Tried> tried, double seconds) {}

    /**
     * A finished step.
     *
     * @param seconds how long it took
     * @param peakBytes the most memory in use meanwhile
     * @param peakOf what was measured as memory
     * @param configuration parameter name to value
     * @param facts what it found out
     * @param files what it wrote, folders by name
     */
    record StepDone(
            String name,
            double seconds,
            long peakBytes,
            String peakOf,
            Map<String, String> configuration,
            Map<String, String> facts,
            List<String> files) {}

    /**
     * The samples in the plane, a column each.
     *
     * @param text how the text of each begins, empty where samples are no texts
     * @param bin -1 where a sample has none
     * @param explained the part of the variance that the plane holds, from 0 to 1
     * @param of how many samples these points stand for
     */
    record Scatter(
            String[] key,
            String[] text,
            double[] x,
            double[] y,
            int[] bin,
            boolean[] kept,
            int[] label,
            double explained,
            int of) {}
}
