package dev.pith.torch.language;

import dev.pith.torch.Tensors;
import dev.pith.torch.train.Precision;
import dev.pith.torch.train.Task.PartGradient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Gradients that take little memory and a third more time (Chen et al. 2016, arXiv 1604.06174, section 4, with one
 * segment for each block): of the way there only what goes into each block is kept, and the way back computes each
 * block again before its gradient. The same operations on the same numbers give the same bits as without.
 */
final class Recomputation {
    private final LanguageModel model;
    private final Precision precision;
    private final TensorVector learned;
    private final TensorVector sums;

    /**
     * Prepares gradients of one part of a batch.
     *
     * @param learned what they are by
     */
    Recomputation(LanguageModel model, Precision precision, TensorVector learned) {
        this.model = model;
        this.precision = precision;
        this.learned = learned;
        sums = new TensorVector(learned.size());
    }

    /**
     * Returns losses and gradients; for one call.
     *
     * @param records that all learn something
     * @param weights {@code (records)}, what each loss counts
     */
    PartGradient of(List<TokenRecord> records, Tensor weights) {
        AnswerRows rows = AnswerRows.of(records);
        List<UnaryOperator<Tensor>> blocks = model.blocks(rows.tokens());
        List<Tensor> inputs = inputs(rows, blocks);
        Tensor top = leaf(inputs.get(blocks.size()));
        Tensor losses = precision.compute(() -> rows.losses(model, model.normalized(top)));
        Tensor upstream = back(losses.dot(weights), null, top);
        for (int i = blocks.size() - 1; i >= 0; i--) {
            upstream = back(blocks.get(i), inputs.get(i), upstream);
        }
        Tensor embedded = precision.compute(() -> model.embedded(rows.tokens()));
        if (embedded.requires_grad()) {
            back(embedded, upstream, null);
        }
        return new PartGradient(losses, sums);
    }

    /** Returns what goes into each block, and last what comes out of them. */
    private List<Tensor> inputs(AnswerRows rows, List<UnaryOperator<Tensor>> blocks) {
        List<Tensor> inputs = new ArrayList<>();
        try (NoGradGuard noGradients = new NoGradGuard()) {
            inputs.add(precision.compute(() -> model.embedded(rows.tokens())));
            for (UnaryOperator<Tensor> block : blocks) {
                Tensor x = inputs.get(inputs.size() - 1);
                inputs.add(precision.compute(() -> block.apply(x)));
            }
        }
        return inputs;
    }

    /** Computes a block again, and returns the gradient by what goes into it. */
    private Tensor back(UnaryOperator<Tensor> block, Tensor input, Tensor upstream) {
        return Tensors.tidy(() -> {
            Tensor x = leaf(input);
            return back(precision.compute(() -> block.apply(x)), upstream, x);
        });
    }

    private static Tensor leaf(Tensor x) {
        return x.detach().set_requires_grad(true);
    }

    /**
     * Adds gradients by what is learned, and returns that by x.
     *
     * @param upstream the gradient by y; null where y is one number
     * @param x null where nothing below is learned but parameters
     */
    private Tensor back(Tensor y, @Nullable Tensor upstream, @Nullable Tensor x) {
        TensorVector by = new TensorVector();
        for (long k = 0; k < sums.size(); k++) {
            by.push_back(learned.get(k));
        }
        if (x != null) {
            by.push_back(x);
        }
        TensorVector all = torch.grad(
                new TensorVector(y),
                by,
                upstream == null ? new TensorVector() : new TensorVector(upstream),
                new BoolOptional(),
                false,
                true);
        for (long k = 0; k < sums.size(); k++) {
            Tensor gradient = all.get(k);
            if (gradient.defined()) {
                sums.put(k, sums.get(k).defined() ? sums.get(k).add(gradient) : gradient);
            }
        }
        return new Tensor(all.get(all.size() - 1));
    }
}
