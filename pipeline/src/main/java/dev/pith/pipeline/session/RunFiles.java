package dev.pith.pipeline.session;

import java.util.Locale;

/**
 * The names of the files that steps write into a run, and the headers of tables that others read. The table of samples
 * is {@link dev.pith.run.SamplesTable#FILE}, that of an evaluation {@link dev.pith.torch.evaluate.EvaluationFile#NAME},
 * and what the run says of itself {@link dev.pith.run.Manifest#FILE}.
 */
public final class RunFiles {
    /** What was tried to choose a way to select, and how it did. */
    public static final String CHOICE = "choice.csv";

    /** First line of {@link #CHOICE}; a row without a network is of all of them. */
    public static final String CHOICE_HEADER = "method,network,gain,standard_error,chosen";

    /** The trainings behind a choice, one a line. */
    public static final String CHOICE_TRIALS = "choice.jsonl";

    /** The folder of choices that an evaluation makes, a run for each size of selection. */
    public static final String CHOICES = "choices";

    /** The folder of further networks that looked at the samples, a run for each from the second on. */
    public static final String SELECTORS = "selectors";

    /** Features, {@code float32[n, d]}. */
    public static final String FEATURES = "features.npy";

    /** The folder of gradient features, which are kept as two factors. */
    public static final String GRADIENTS = "gradients";

    /** In {@link #GRADIENTS}: {@code float32[n, c]}. */
    public static final String LOGIT_GRADIENTS = "logit_gradients.npy";

    /** In {@link #GRADIENTS}: {@code float32[n, e]}. */
    public static final String EMBEDDINGS = "embeddings.npy";

    /** In {@link #GRADIENTS}: {@code float32[c, e + 1]}, the weights of each class, the bias first. */
    public static final String LAST_LAYER = "last_layer.npy";

    /** Labels, {@code int64[n]}. */
    public static final String LABELS = "labels.npy";

    /** Samples that cannot be used, with the reason; later steps read this list, others have lists of their own. */
    public static final String SKIPPED = "skipped.csv";

    /** The header of {@link #SKIPPED} and the other lists of what cannot be used. */
    public static final String SKIPPED_HEADER = "id,key,reason";

    /** What may be wrong with images; one that has two issues has two lines. */
    public static final String ISSUES = "issues.csv";

    /** The header of {@link #ISSUES}. */
    public static final String ISSUES_HEADER = "id,key,issue,score,other,note,excluded";

    /** What networks say of images that they have not learned from, {@code float32[n, classes]}. */
    public static final String PROBABILITIES = "probabilities.npy";

    /** The ids of images that are better left out, one a line. */
    public static final String EXCLUDE = "exclude.txt";

    /** Records that repeat others. */
    public static final String DUPLICATES = "duplicates.csv";

    /** The header of {@link #DUPLICATES}. */
    public static final String DUPLICATES_HEADER = "id,key,of,of_key,similarity";

    /** Vectors of texts as they come; gone when the features are there. */
    public static final String EMBEDDING_LOG = "embedding.rows";

    /** The network that looks at images. */
    public static final String NETWORK = "network.safetensors";

    /** What the network of the features says of every sample, {@code float16[n, c]}. */
    public static final String SOFT_LABELS = "soft_labels.npy";

    /** The folder of the samples' scores; its table is called {@link #SCORES}. */
    public static final String SCORE_FOLDER = "scores";

    /** In {@link #SCORE_FOLDER}: what a language model says of each record's answer, and of that alone. */
    public static final String DIFFICULTIES = "ifd.csv";

    /** The header of {@link #DIFFICULTIES}. */
    public static final String DIFFICULTIES_HEADER = "id,key,tokens,loss,loss_alone,ifd";

    /** What a language model says of records as it comes; gone when the scores are there. */
    public static final String DIFFICULTY_LOG = "ifd.rows";

    /** Records without such a score, and why. */
    public static final String DIFFICULTY_SKIPPED = "ifd-skipped.csv";

    /** The folder of bins, one file each. */
    public static final String BINS = "bins";

    /** Where samples lie on the map by neighbours that a view draws, {@code float32[n, 2]}; in no manifest. */
    public static final String NEIGHBOR_MAP = "neighbor-map.npy";

    /** What {@link #NEIGHBOR_MAP} is of; another text, and it is drawn anew. */
    public static final String NEIGHBOR_MAP_OF = "neighbor-map.txt";

    /** How files of ids begin that a person saved. */
    public static final String SAVED_SELECTION = "selection-";

    /** Selected ids, {@code int64}, in draw order. */
    public static final String SELECTION = "selection.npy";

    /** Weights of the selected samples, {@code float32}, in the same order. */
    public static final String WEIGHTS = "weights.npy";

    /** Ranked ids, {@code int64}, in pick order. */
    public static final String RANKING = "ranking.npy";

    /** Their gains, {@code float64}. */
    public static final String GAINS = "gains.npy";

    /** A trained network. */
    public static final String MODEL = "model.safetensors";

    /** The folder of a network that makes images. */
    public static final String DIFFUSION = "diffusion";

    /** Images that it made. */
    public static final String GENERATED = "generated.npz";

    /** A picture of them. */
    public static final String GENERATED_PICTURE = "generated.png";

    /** How well it names the classes. */
    public static final String ACCURACY = "accuracy.csv";

    /** The header of {@link #ACCURACY}. */
    public static final String ACCURACY_HEADER = "class,correct,total";

    /** How well it names the classes of pixels. */
    public static final String IOU = "iou.csv";

    /** The header of {@link #IOU}: pixels of the test that both, and that either, say to show a class. */
    public static final String IOU_HEADER = "class,intersection,union";

    /** The folder of test images beside their masks and what the network says. */
    public static final String SEGMENTED = "segmented";

    /** What happened in its training, epoch by epoch. */
    public static final String TRAINING_LOG = "train.jsonl";

    /** The folder of a fine-tuned language model, or of what was added to one. */
    public static final String LANGUAGE_MODEL = "model";

    /** How a language model answered the questions of a task. */
    public static final String TASK = "task.csv";

    /** The header of {@link #TASK}. */
    public static final String TASK_HEADER = "id,key,subject,right,said,correct,correct_by_length,cut";

    /** What it answered so far. */
    public static final String TASK_LOG = "task.rows";

    /** What happened in its training, epoch by epoch. */
    public static final String FINETUNING_LOG = "finetune.jsonl";

    /** What happened when it learned all tokens of records before, epoch by epoch. */
    public static final String PRETRAINING_LOG = "all-tokens.jsonl";

    /** What that goes on from. */
    public static final String PRETRAINING_CHECKPOINT = "all-tokens-checkpoint.safetensors";

    /** The loss of every record after every epoch: {@code float32[n, epochs]}, NaN where it was not trained on. */
    public static final String TRAJECTORIES = "trajectories.npy";

    /** Those so far. */
    public static final String TRAJECTORY_LOG = "trajectories.rows";

    /** What it makes of the answers of records that were held out. */
    public static final String ANSWERS = "answers.csv";

    /** The header of {@link #ANSWERS}. */
    public static final String ANSWERS_HEADER = "id,key,tokens,loss_before,loss_after";

    /** What it made of them after every epoch, a mean over records. */
    public static final String HELD_OUT = "holdout.csv";

    /** The header of {@link #HELD_OUT}. */
    public static final String HELD_OUT_HEADER = "epoch,loss";

    /** The losses behind that so far. */
    public static final String HELD_OUT_LOG = "holdout.rows";

    /** Samples that the training left out. */
    public static final String TRAINING_SKIPPED = "train-skipped.csv";

    /** What a training or condensation goes on from. */
    public static final String CHECKPOINT = "checkpoint.safetensors";

    /** A masked autoencoder. */
    public static final String AUTOENCODER = "mae.safetensors";

    /** What happened in its training, epoch by epoch. */
    public static final String AUTOENCODER_LOG = "pretrain.jsonl";

    /** How well a linear classifier of its embeddings names the classes; headed as {@link #ACCURACY}. */
    public static final String PROBE = "probe.csv";

    /** Images that its training left out. */
    public static final String AUTOENCODER_SKIPPED = "mae-skipped.csv";

    /** What its training goes on from. */
    public static final String AUTOENCODER_CHECKPOINT = "mae-checkpoint.safetensors";

    /** The folder of a patch archive. */
    public static final String PATCHES = "patches";

    /** In {@link #PATCHES}: the archive. */
    public static final String ARCHIVE = "archive.pith";

    /** In {@link #PATCHES}: how much each patch matters, {@code float32[m, patches]}. */
    public static final String IMPORTANCE = "importance.npy";

    /** In {@link #PATCHES}: what each image takes. */
    public static final String BYTES = "bytes.csv";

    /** In {@link #PATCHES}: how well images are rebuilt. */
    public static final String QUALITY = "quality.csv";

    /** In {@link #PATCHES}: the folder of images before and after. */
    public static final String EXAMPLES = "examples";

    /** The folder of rebuilt images. */
    public static final String IMAGES = "images";

    /** The folder of experts' trajectories, one file each. */
    public static final String EXPERTS = "experts";

    /** Condensed images. */
    public static final String SYNTHETIC = "synthetic.npz";

    /** A picture of them. */
    public static final String SYNTHETIC_PICTURE = "synthetic.png";

    /** The folder of condensed, or generated, images as they were on the way. */
    public static final String SNAPSHOTS = "snapshots";

    /** What happened in a condensation, iteration by iteration. */
    public static final String CONDENSATION_LOG = "condense.jsonl";

    /**
     * What condensed images lose against everything and win over random ones; in {@link #SCORE_FOLDER}, the scores of
     * samples.
     */
    public static final String SCORES = "scores.csv";

    /** The header of {@link #SCORES}. */
    public static final String SCORES_HEADER =
            "network,labels,hard_label_recovery,recovery_interval,improvement_over_random,improvement_interval";

    /** What they were worth on the way. */
    public static final String CURVE = "curve.csv";

    /** The header of {@link #CURVE}. */
    public static final String CURVE_HEADER = "iteration,network,accuracy_mean,accuracy_std";

    /** What they are worth when classes come one group after another. */
    public static final String CONTINUAL = "continual.csv";

    /** The tokenizer of an evaluation, while it works. */
    public static final String EVALUATION_TOKENIZER = "evaluation-tokenizer.json";

    /** How networks do that were trained on a few images, and on everything. */
    public static final String SEARCH = "search.csv";

    /** The header of {@link #SEARCH}. */
    public static final String SEARCH_HEADER = "network,images,accuracy";

    /** How far a few images tell how networks do. */
    public static final String PROXIES = "proxies.csv";

    /** The header of {@link #PROXIES}; correlations are Spearman's, of all networks and of the best tenth. */
    public static final String PROXIES_HEADER =
            "images,correlation,correlation_of_best,chosen,accuracy_of_chosen,seconds,made_in_seconds";

    /** The trainings of an evaluation or a search, one a line. */
    public static final String TRIALS = "trials.jsonl";

    private RunFiles() {}

    /** Returns the name of the file of ids that a person saved under a name; the user's own, which no step touches. */
    public static String savedSelection(String name) {
        return SAVED_SELECTION + name + ".npy";
    }

    /** Returns the name of the list of ids or keys that a person left out beside it, one a line. */
    public static String savedExclusions(String name) {
        return "exclude-" + name + ".txt";
    }

    /** Returns the name of a score's file in {@link #SCORE_FOLDER}, {@code float64[n]}. */
    public static String score(String score) {
        return score + ".npy";
    }

    /** Returns the name of a picture in {@link #SNAPSHOTS} of what a network made after some epochs of training. */
    public static String epochPicture(int epoch) {
        return String.format(Locale.ROOT, "epoch-%05d.png", epoch);
    }

    /** Returns the name of an expert's file in {@link #EXPERTS}. */
    public static String expert(int number) {
        return String.format(Locale.ROOT, "expert-%03d.safetensors", number);
    }

    /** Returns the name of a bin's file in {@link #BINS}. */
    public static String bin(int number) {
        return String.format(Locale.ROOT, "bin-%03d.npy", number);
    }
}
