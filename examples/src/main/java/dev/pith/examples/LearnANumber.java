package dev.pith.examples;

import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.parallel.Threads;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningSchedule;
import dev.pith.run.Progress;
import dev.pith.torch.Tensors;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.train.Batch;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Task;
import dev.pith.torch.train.Trainer;
import dev.pith.torch.train.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** A task of one's own, regression: a network learns a number of each image, and InfoBatch spares what it knows. */
public final class LearnANumber {
    private LearnANumber() {}

    /** The loss of an image is the squared error of the network's one output. */
    private record Regression(Network network, float[] numbers) implements Task {
        @Override
        public Parameters parameters() {
            return network.parameters();
        }

        @Override
        public Losses losses(Batch batch, int epoch) {
            Tensor x = batch.tensor(); // (B, C, H, W)
            float[] wanted = new float[batch.size()];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = numbers[batch.positions()[i]];
            }
            Tensor y = Tensors.of(wanted, 0, wanted.length);
            return (from, count) -> network.forward(x.narrow(0, from, count)) // (count, 1)
                    .squeeze(1)
                    .sub(y.narrow(0, from, count))
                    .square();
        }
    }

    /** Takes a folder of images, and a number of each in the folder's order; returns what happened in each epoch. */
    public static List<EpochRecord> train(Path photos, float[] numbers, int epochs) {
        try (Threads threads = new Threads(Runtime.getRuntime().availableProcessors());
                Source source = Sources.open(photos.toString(), SourceOptions.DEFAULT, Progress.NONE)) {
            ImageSet images = ImageSet.open(source, ImageOptions.DEFAULT, threads, Progress.NONE, note -> {});
            int[] ids = IntStream.range(0, images.size()).toArray();
            LabelledImages samples = LabelledImages.withoutLabels(images, ids);
            Recipe recipe = Recipe.builder().epochs(epochs).batch(16).build();
            InfoBatch pruning = new InfoBatch(PruningSchedule.of(ids.length, epochs, 0), 0.5);
            try (Network network = Networks.create("mlp", images.shape(), 1, 0);
                    Trainer trainer =
                            new Trainer(recipe, new Regression(network, numbers), samples, pruning, threads)) {
                return trainer.train(TrainingListener.NONE);
            }
        }
    }
}
