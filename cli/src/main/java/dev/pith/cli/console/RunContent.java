package dev.pith.cli.console;

import dev.pith.pipeline.session.RunFiles;
import dev.pith.report.Report;
import dev.pith.run.Manifest;
import dev.pith.run.SamplesTable;
import dev.pith.torch.evaluate.EvaluationFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is in a run, file by file. */
public final class RunContent {
    private static final Map<String, String> MEANINGS = meanings();

    private RunContent() {}

    private static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        meanings.put(Report.FILE, "a page to look at, in any browser");
        meanings.put(RunFiles.MODEL, "the trained network's weights, for --weights, PyTorch and others");
        meanings.put(RunFiles.DIFFUSION + "/", "the network that makes images, for pith sample-images and diffusers");
        meanings.put(RunFiles.GENERATED, "images it made, between -1 and 1, with labels");
        meanings.put(RunFiles.GENERATED_PICTURE, "a look at them, a row for each class");
        meanings.put(RunFiles.ACCURACY, "how many test samples of each class it names rightly");
        meanings.put(RunFiles.IOU, "how many pixels of each class both, and either, of mask and network show");
        meanings.put(RunFiles.SEGMENTED + "/", "test images beside their masks and what the network says");
        meanings.put(RunFiles.TRAINING_LOG, "its training, epoch by epoch");
        meanings.put(RunFiles.LANGUAGE_MODEL + "/", "the language model and its tokenizer, for transformers");
        meanings.put(RunFiles.TRAJECTORIES, "the loss of every record after every epoch");
        meanings.put(RunFiles.ANSWERS, "its loss on held-out answers, before and after");
        meanings.put(RunFiles.HELD_OUT, "their mean after every epoch");
        meanings.put(RunFiles.TASK, "its answers to the questions of a task");
        meanings.put(RunFiles.FINETUNING_LOG, "its training, epoch by epoch");
        meanings.put(RunFiles.PRETRAINING_LOG, "how it learned all tokens before, epoch by epoch");
        meanings.put(RunFiles.EXPERTS + "/", "the experts' weights after each epoch, for pith condense --trajectories");
        meanings.put(RunFiles.SYNTHETIC, "the condensed images, normalized, with labels, mean and std");
        meanings.put(RunFiles.SYNTHETIC_PICTURE, "a look at them, a row for each class");
        meanings.put(RunFiles.SNAPSHOTS + "/", "how images were on the way");
        meanings.put(RunFiles.CONDENSATION_LOG, "the distance in every iteration");
        meanings.put(RunFiles.AUTOENCODER, "the masked autoencoder, for pith pixels --mae");
        meanings.put(RunFiles.AUTOENCODER_LOG, "its training, epoch by epoch");
        meanings.put(
                RunFiles.PROBE,
                "how many test images of each class a linear classifier of what it makes names rightly");
        meanings.put(
                RunFiles.PATCHES + "/", "the patch archive of the selected images, and how much each patch matters");
        meanings.put(EvaluationFile.NAME, "what selections are worth");
        meanings.put(RunFiles.SCORES, "the condensed images' scores, network by network");
        meanings.put(RunFiles.CURVE, "what they were worth on the way");
        meanings.put(RunFiles.CONTINUAL, "what they are worth step by step");
        meanings.put(RunFiles.PROXIES, "how far trainings on a few images tell which network is best");
        meanings.put(RunFiles.SEARCH, "the accuracy of every network after each training");
        meanings.put(RunFiles.SELECTION, "the selected ids, in draw order");
        for (String form : List.of("json", "jsonl", "txt", "csv", "tsv", "parquet")) {
            meanings.put("selection." + form, "the selected records, in the form of the source");
        }
        meanings.put(SamplesTable.FILE, "key, label, bin, rank and gain of every sample, and whether it is selected");
        meanings.put(RunFiles.BINS + "/", "the ids of each bin, in pick order");
        meanings.put(RunFiles.RANKING, "the ranked ids, in pick order; any prefix is a selection");
        meanings.put(RunFiles.GAINS, "their gains");
        meanings.put(RunFiles.CHOICE, "the methods that were tried on held-out samples, and which was taken");
        meanings.put(RunFiles.LABELS, "the label of every sample");
        meanings.put(RunFiles.FEATURES, "the features of every sample");
        meanings.put(RunFiles.GRADIENTS + "/", "the gradient features of every sample, in two factors");
        meanings.put(RunFiles.SCORE_FOLDER + "/", "the scores of every sample, a file each and a table");
        meanings.put(RunFiles.NETWORK, "the network behind the features");
        meanings.put(RunFiles.SOFT_LABELS, "what that network says of every sample, for --soft-labels");
        meanings.put(RunFiles.ISSUES, "what may be wrong with images, the gravest of each kind first");
        meanings.put(
                RunFiles.PROBABILITIES,
                "the probability of each class for each image, by networks that have not learned from it");
        meanings.put(RunFiles.EXCLUDE, "the ids that are better left out, for --exclude issues");
        meanings.put(RunFiles.DUPLICATES, "samples left out because they repeat others, or a test");
        meanings.put(RunFiles.SKIPPED, "what was left out, and why");
        meanings.put(RunFiles.AUTOENCODER_SKIPPED, "what the training of the masked autoencoder left out, and why");
        meanings.put(RunFiles.TRAINING_SKIPPED, "what the training left out, and why");
        return meanings;
    }

    /**
     * Prints the files of a run and what they mean.
     *
     * @param run as the user wrote it
     */
    public static void print(Path run, Manifest manifest, PrintWriter out) {
        Set<String> there = new TreeSet<>();
        manifest.steps().forEach(done -> done.outputs().forEach(output -> there.add(top(output.path()))));
        out.println(run + " holds");
        for (Map.Entry<String, String> file : MEANINGS.entrySet()) {
            if (there.contains(file.getKey())) {
                out.println(String.format(Locale.ROOT, "  %-19s %s", file.getKey(), file.getValue()));
            }
        }
        out.println(String.format(Locale.ROOT, "  %-19s %s", Manifest.FILE, "how all of it was made"));
    }

    private static String top(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash + 1);
    }
}
