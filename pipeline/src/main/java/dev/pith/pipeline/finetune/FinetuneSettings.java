package dev.pith.pipeline.finetune;

import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.text;
import static dev.pith.run.Entries.whole;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.pipeline.train.PruningSettings;
import dev.pith.pipeline.train.RecipeSettings;
import dev.pith.run.Choices;
import dev.pith.run.Entries;
import dev.pith.sample.Budget;
import dev.pith.text.chat.ChatTemplate;
import dev.pith.torch.language.LanguageModels;
import dev.pith.torch.language.LanguageShape;
import dev.pith.torch.language.Lora;
import dev.pith.torch.optimize.Adam;
import dev.pith.torch.optimize.ScheduleKind;
import dev.pith.torch.train.Precision;
import dev.pith.torch.train.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides a fine-tuning on given records.
 *
 * @param model a folder as Hugging Face's libraries write it, or the name of a shape
 * @param tokenizer a {@code tokenizer.json}; null for that of the folder, or for one learned from the records
 * @param vocabulary how many tokens one that is learned has
 * @param context the most tokens of a record; null for what the model allows
 * @param template null for what is usual for each record's form
 * @param lora what is added while the weights stay; null for all weights to be learned
 * @param pretrain a source of records whose tokens the model learns first, all of them; null for none
 * @param pretrainEpochs how often it sees those
 * @param kind how is trained where nothing else is said
 * @param epochs how often every record is seen; null for what the recipe says, or when {@code steps} says how long
 * @param steps how often the weights change; null when epochs say how long
 * @param batch records of a batch; null for what the recipe says
 * @param accumulate batches of a step
 * @param learningRate the largest; null for what the recipe says, or is usual
 * @param schedule the learning rate's course
 * @param warmUp over which part of the steps the learning rate rises from 0; null for none
 * @param bfloat16 whether the operations that PyTorch's autocast lists compute in bfloat16
 * @param pruning what each epoch sees
 * @param holdout how many records are tested and not trained on; null for none
 * @param trajectories whether the loss of every record after every epoch is kept
 */
public record FinetuneSettings(
        String model,
        @Nullable Path tokenizer,
        int vocabulary,
        @Nullable Integer context,
        @Nullable ChatTemplate template,
        @Nullable Lora lora,
        @Nullable String pretrain,
        int pretrainEpochs,
        FinetuneRecipe kind,
        @Nullable Integer epochs,
        @Nullable Integer steps,
        @Nullable Integer batch,
        int accumulate,
        @Nullable Double learningRate,
        ScheduleKind schedule,
        @Nullable Budget warmUp,
        boolean bfloat16,
        PruningSettings pruning,
        @Nullable Budget holdout,
        boolean trajectories,
        long seed) {
    /** Tokens of a vocabulary that is learned, unless told otherwise. */
    public static final String DEFAULT_VOCABULARY = "4096";

    /** How often what is learned first is seen, unless told otherwise. */
    public static final String DEFAULT_PRETRAIN_EPOCHS = "3";

    /** How is trained unless told otherwise. */
    public static final String DEFAULT_RECIPE = "usual";

    /** Batches of a step unless told otherwise. */
    public static final String DEFAULT_ACCUMULATE = "1";

    /** The learning rate's course unless told otherwise. */
    public static final String DEFAULT_SCHEDULE = "linear";

    /** The largest norm of a gradient. */
    public static final double LARGEST_NORM = 1;

    /** Learning rates that are usual: of random weights, of learned ones, and of what is added to those. */
    private static final double FROM_RANDOM = 1e-3;

    private static final double FROM_LEARNED = 2e-5;
    private static final double OF_LORA = 2e-4;

    private static final String NONE = "none";
    private static final String USUAL = "usual";
    private static final String OF_MODEL = "model";
    private static final String TRAJECTORIES = "loss-trajectories";

    /** Refuses what is out of range. */
    public FinetuneSettings {
        requirePositive("epochs", epochs);
        requirePositive("steps", steps);
        requirePositive("batch", batch);
        requirePositive("accumulate", accumulate);
        requirePositive("pretrain-epochs", pretrainEpochs);
        if (epochs != null && steps != null) {
            throw new IllegalArgumentException("`epochs` and `steps` both say how long to train; give one");
        }
        if (context != null && context < 2) {
            throw new IllegalArgumentException("`context` must be at least 2, got " + context);
        }
        if (learningRate != null && !(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("`lr` must be a positive number, got " + learningRate);
        }
        if (lora != null && pretrain != null) {
            throw new IllegalArgumentException(
                    "`lora` keeps the weights that `pretrain` would change; pretrain in a run"
                            + " of its own, and name its model");
        }
        if (pruning.sampleBy() != null) {
            throw new IllegalArgumentException("`sample-by` is not for language models; use `selection`");
        }
        pruning.check(steps != null ? null : epochs == null ? Integer.valueOf(kind.epochs()) : epochs);
    }

    private static void requirePositive(String name, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new IllegalArgumentException("`" + name + "` must be at least 1, got " + value);
        }
    }

    /**
     * Returns a builder that starts from the defaults.
     *
     * @param model a folder as Hugging Face's libraries write it, or the name of a shape
     */
    public static Builder builder(String model) {
        return new Builder(model);
    }

    /** Returns the folder of the model, or null where a shape is named. */
    @Nullable
    Path folder() {
        Path folder = Path.of(model);
        return Files.isDirectory(folder) ? folder : null;
    }

    /**
     * Checks that there is such a model, before anything is opened.
     *
     * @throws dev.pith.PithException when the name is none of a folder or a shape, or the folder holds no model
     */
    public void requireModel() {
        Path folder = folder();
        if (folder == null) {
            LanguageShape.of(model);
            if (lora != null) {
                throw new PithException(model + ": has random weights, and `lora` is for learned ones that stay: name"
                        + " the folder of a model, or leave it out");
            }
        } else {
            LanguageModels.config(folder);
        }
    }

    /** Returns the largest learning rate. */
    private double rate() {
        if (learningRate != null) {
            return learningRate;
        }
        double usual = lora != null ? OF_LORA : firstRate();
        return kind.learningRate().orElse(usual);
    }

    /** Returns that of a model as it comes. */
    private double firstRate() {
        return folder() == null ? FROM_RANDOM : FROM_LEARNED;
    }

    /** Returns how the answers of so many records are learned. */
    public Recipe recipe(int records) {
        Recipe.Builder recipe = recipe();
        if (steps != null) {
            recipe.steps(steps);
        } else {
            recipe.epochs(epochs == null ? kind.epochs() : epochs);
        }
        return scheduled(recipe, records, rate());
    }

    /** Returns how all tokens of so many records are learned first. */
    public Recipe pretraining(int records) {
        return scheduled(recipe().epochs(pretrainEpochs), records, firstRate());
    }

    private Recipe.Builder recipe() {
        return Recipe.builder()
                .batch(batch == null ? kind.batch() : batch)
                .accumulate(accumulate)
                .rule(new Adam(0.9, kind.beta2(), 1e-8, kind.weightDecay(), true))
                .precision(new Precision(bfloat16, false))
                .seed(seed);
    }

    private Recipe scheduled(Recipe.Builder recipe, int records, double rate) {
        long total = recipe.build().totalSteps(records);
        return recipe.schedule(RecipeSettings.warmed(schedule.schedule(rate), warmUp, total))
                .build();
    }

    /** Returns what the manifest remembers: parameter name to value. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        Path folder = folder();
        map.put("model", model);
        if (folder != null) {
            map.put("model fingerprint", Fingerprint.ofFiles(LanguageModels.files(folder)));
        }
        if (tokenizer != null) {
            map.put("tokenizer", tokenizer.getFileName().toString());
            map.put("tokenizer fingerprint", Fingerprint.ofFiles(List.of(tokenizer)));
        } else if (folder == null) {
            map.put("vocabulary", Integer.toString(vocabulary));
        }
        map.put("context", context == null ? OF_MODEL : context.toString());
        map.put("template", template == null ? USUAL : template.toString());
        map.put("lora", lora == null ? NONE : Integer.toString(lora.rank()));
        if (lora != null) {
            map.put("lora-alpha", Double.toString(lora.alpha()));
            map.put("lora-layers", lora.projections().isEmpty() ? USUAL : String.join(",", lora.projections()));
        }
        map.put("pretrain", pretrain == null ? NONE : pretrain);
        if (pretrain != null) {
            map.put("pretrain-epochs", Integer.toString(pretrainEpochs));
        }
        map.put("recipe", kind.toString());
        if (steps == null) {
            map.put("epochs", Integer.toString(epochs == null ? kind.epochs() : epochs));
        } else {
            map.put("steps", steps.toString());
        }
        map.put("batch", Integer.toString(batch == null ? kind.batch() : batch));
        map.put("accumulate", Integer.toString(accumulate));
        map.put("lr", Double.toString(rate()));
        map.put("schedule", schedule.toString());
        map.put("warmup", warmUp == null ? NONE : warmUp.text());
        map.put("bfloat16", Boolean.toString(bfloat16));
        map.putAll(pruning.toMap());
        map.put("holdout", holdout == null ? NONE : holdout.text());
        if (trajectories) {
            map.put(TRAJECTORIES, "true");
        }
        map.put("seed", Long.toString(seed));
        return map;
    }

    /** Returns the settings that a manifest remembers; a tokenizer's file is known by its name alone. */
    public static FinetuneSettings of(Map<String, String> map) {
        Builder settings = builder(text(map, "model"))
                .tokenizer(map.containsKey("tokenizer") ? Path.of(map.get("tokenizer")) : null)
                .context(is(map, "context", OF_MODEL) ? null : whole(map, "context"))
                .template(is(map, "template", USUAL) ? null : Choices.of(ChatTemplate.class, map.get("template")))
                .lora(is(map, "lora", NONE) ? null : lora(map))
                .pretrain(is(map, "pretrain", NONE) ? null : text(map, "pretrain"))
                .recipe(Choices.of(FinetuneRecipe.class, map.get("recipe")))
                .batch(whole(map, "batch"))
                .accumulate(whole(map, "accumulate"))
                .learningRate(number(map, "lr"))
                .schedule(Choices.of(ScheduleKind.class, map.get("schedule")))
                .warmUp(is(map, "warmup", NONE) ? null : Budget.parse(text(map, "warmup")))
                .bfloat16(Boolean.parseBoolean(map.get("bfloat16")))
                .pruning(PruningSettings.of(map))
                .holdout(is(map, "holdout", NONE) ? null : Budget.parse(text(map, "holdout")))
                .trajectories(map.containsKey(TRAJECTORIES))
                .seed(Entries.large(map, "seed"));
        if (map.containsKey("vocabulary")) {
            settings.vocabulary(whole(map, "vocabulary"));
        }
        if (map.containsKey("pretrain-epochs")) {
            settings.pretrainEpochs(whole(map, "pretrain-epochs"));
        }
        return map.containsKey("steps")
                ? settings.steps(whole(map, "steps")).build()
                : settings.epochs(whole(map, "epochs")).build();
    }

    private static Lora lora(Map<String, String> map) {
        List<String> layers = is(map, "lora-layers", USUAL)
                ? List.of()
                : List.of(text(map, "lora-layers").split(",", -1));
        return new Lora(whole(map, "lora"), number(map, "lora-alpha"), layers);
    }

    private static boolean is(Map<String, String> map, String name, String value) {
        return text(map, name).equals(value);
    }

    /** Builds settings; what is not set, or set to null, is as usual. */
    public static final class Builder {
        private final String model;
        private @Nullable Path tokenizer;
        private int vocabulary = Integer.parseInt(DEFAULT_VOCABULARY);
        private @Nullable Integer context;
        private @Nullable ChatTemplate template;
        private @Nullable Lora lora;
        private @Nullable String pretrain;
        private int pretrainEpochs = Integer.parseInt(DEFAULT_PRETRAIN_EPOCHS);
        private FinetuneRecipe recipe = Choices.of(FinetuneRecipe.class, DEFAULT_RECIPE);
        private @Nullable Integer epochs;
        private @Nullable Integer steps;
        private @Nullable Integer batch;
        private int accumulate = Integer.parseInt(DEFAULT_ACCUMULATE);
        private @Nullable Double learningRate;
        private ScheduleKind schedule = Choices.of(ScheduleKind.class, DEFAULT_SCHEDULE);
        private @Nullable Budget warmUp;
        private boolean bfloat16;
        private PruningSettings pruning = PruningSettings.DEFAULT;
        private @Nullable Budget holdout;
        private boolean trajectories;
        private long seed;

        private Builder(String model) {
            this.model = model;
        }

        /** Sets a {@code tokenizer.json}. */
        public Builder tokenizer(@Nullable Path file) {
            tokenizer = file;
            return this;
        }

        /** Sets how many tokens a tokenizer has that is learned. */
        public Builder vocabulary(int tokens) {
            vocabulary = tokens;
            return this;
        }

        /** Sets the most tokens of a record. */
        public Builder context(@Nullable Integer tokens) {
            context = tokens;
            return this;
        }

        /** Sets the prompt. */
        public Builder template(@Nullable ChatTemplate prompt) {
            template = prompt;
            return this;
        }

        /** Sets what is added while the weights stay. */
        public Builder lora(@Nullable Lora added) {
            lora = added;
            return this;
        }

        /** Sets a source of records whose tokens the model learns first, all of them. */
        public Builder pretrain(@Nullable String source) {
            pretrain = source;
            return this;
        }

        /** Sets how often those are seen. */
        public Builder pretrainEpochs(int count) {
            pretrainEpochs = count;
            return this;
        }

        /** Sets how is trained where nothing else is said. */
        public Builder recipe(FinetuneRecipe kind) {
            recipe = kind;
            return this;
        }

        /** Sets how often every record is seen. */
        public Builder epochs(@Nullable Integer count) {
            epochs = count;
            return this;
        }

        /** Sets how often the weights change, in place of epochs. */
        public Builder steps(@Nullable Integer count) {
            steps = count;
            return this;
        }

        /** Sets the records of a batch. */
        public Builder batch(@Nullable Integer records) {
            batch = records;
            return this;
        }

        /** Sets the batches of a step. */
        public Builder accumulate(int batches) {
            accumulate = batches;
            return this;
        }

        /** Sets the largest learning rate. */
        public Builder learningRate(@Nullable Double rate) {
            learningRate = rate;
            return this;
        }

        /** Sets the course of the learning rate. */
        public Builder schedule(ScheduleKind course) {
            schedule = course;
            return this;
        }

        /** Sets over which part of the steps the learning rate rises from 0. */
        public Builder warmUp(@Nullable Budget part) {
            warmUp = part;
            return this;
        }

        /** Sets whether it is computed in bfloat16 where that is safe. */
        public Builder bfloat16(boolean half) {
            bfloat16 = half;
            return this;
        }

        /** Sets what each epoch sees. */
        public Builder pruning(PruningSettings settings) {
            pruning = settings;
            return this;
        }

        /** Sets how many records are tested and not trained on. */
        public Builder holdout(@Nullable Budget part) {
            holdout = part;
            return this;
        }

        /** Sets whether the loss of every record after every epoch is kept. */
        public Builder trajectories(boolean kept) {
            trajectories = kept;
            return this;
        }

        /** Sets the seed. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Returns the settings. */
        public FinetuneSettings build() {
            return new FinetuneSettings(
                    model,
                    tokenizer,
                    vocabulary,
                    context,
                    template,
                    lora,
                    pretrain,
                    pretrainEpochs,
                    recipe,
                    epochs,
                    steps,
                    batch,
                    accumulate,
                    learningRate,
                    schedule,
                    warmUp,
                    bfloat16,
                    pruning,
                    holdout,
                    trajectories,
                    seed);
        }
    }
}
