package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.npy.Npy;
import dev.pith.npy.NpyHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What examples/python/features.py makes is what {@code --from} takes. Needs python3 with torch and timm, or
 * transformers; the networks are small and random, so nothing is fetched.
 */
class PythonFeaturesIT {
    private static final Path SCRIPT = Path.of(System.getProperty("pith.root", ".."), "examples/python/features.py")
            .toAbsolutePath();

    /** A BERT of two layers, and a tokenizer of characters. */
    private static final String TINY_BERT =
            """
            import sys, torch
            from tokenizers import Tokenizer, models, pre_tokenizers
            from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
            words = ["[PAD]", "[UNK]"] + [chr(c) for c in range(32, 127)]
            tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
            tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
            fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]")
            fast.save_pretrained("bert")
            torch.manual_seed(0)
            sizes = dict(num_hidden_layers=2, num_attention_heads=2, intermediate_size=32)
            BertModel(BertConfig(vocab_size=len(words), hidden_size=16, **sizes)).save_pretrained("bert")
            """;

    @TempDir
    Path folder;

    private Path made;
    private Path run;

    @BeforeEach
    void place() {
        made = folder.resolve("made");
        run = folder.resolve("run");
    }

    @Test
    void imagesByTimm() throws Exception {
        assumeImports("numpy, torch, timm, PIL");
        Stripes.draw(folder);
        Path images = folder.resolve("train");
        Files.write(images.resolve("class1/ä b.png"), new byte[] {1}); // no picture: a row of NaN
        python(
                SCRIPT.toString(), "train", "made", "--model", "test_resnet", "--no-pretrained", "--batch", "4",
                "--workers", "0", "--device", "cpu");
        assertThat(made.resolveSibling("made.part")).doesNotExist();
        Invocation done = Invocation.of(
                "bins", images, "--from", made, "--on-error", "skip", "--bins", 3, "-o", run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(run.resolve("skipped.csv")).content().contains("12,class1/ä b.png,features hold NaN");
        assertThat(run.resolve("soft_labels.npy")).exists();

        // The factors are of one network: logits by the last layer, gradients by the logits.
        int n = 3 * Stripes.PER_CLASS + 1;
        int e = NpyHeader.read(made.resolve("embeddings.npy")).shape().get(1).intValue();
        double[] embeddings = Npy.readDoubles(made.resolve("embeddings.npy"));
        double[] layer = Npy.readDoubles(made.resolve("last_layer.npy"));
        double[] logits = Npy.readDoubles(made.resolve("logits.npy"));
        double[] gradients = Npy.readDoubles(made.resolve("logit_gradients.npy"));
        long[] labels = Npy.readLongs(made.resolve("labels.npy"));
        for (int i = 0; i < n; i++) {
            if (i == 12) {
                assertThat(gradients[3 * i]).isNaN();
                continue;
            }
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                double logit = layer[c * (e + 1)];
                for (int j = 0; j < e; j++) {
                    logit += layer[c * (e + 1) + 1 + j] * embeddings[i * e + j];
                }
                assertThat(logits[3 * i + c]).isCloseTo(logit, within(1e-4));
                sum += Math.exp(logits[3 * i + c]);
            }
            for (int c = 0; c < 3; c++) {
                assertThat(gradients[3 * i + c])
                        .isCloseTo(Math.exp(logits[3 * i + c]) / sum - (labels[i] == c ? 1 : 0), within(1e-5));
            }
        }
    }

    @Test
    void recordsByTransformers() throws Exception {
        assumeImports("numpy, torch, transformers, tokenizers");
        python("-c", TINY_BERT);
        Path file = folder.resolve("texts.json");
        Files.writeString(
                file,
                "[{\"instruction\": \"Say hello\", \"input\": \"\", \"output\": \"Hello\"}, {\"output\": 1.50},"
                        + " {\"instruction\": \" \"}, {\"instruction\": \"Na\\u00efve\\nyes\"}]");
        for (String pool : List.of("mean", "last")) {
            python(
                    SCRIPT.toString(), "texts.json", "made-" + pool, "--model", "bert", "--pool", pool, "--half",
                    "--device", "cpu");
            run = folder.resolve("run-" + pool);
            Invocation done = Invocation.of(
                    "features", file, "--from", folder.resolve("made-" + pool), "--on-error", "skip", "-o", run);
            assertThat(done.exitCode()).as(done.err()).isZero();
            assertThat(run.resolve("skipped.csv")).content().contains("2,2,its text is blank");
            double[] vectors = Npy.readDoubles(run.resolve("features.npy"));
            assertThat(vectors).hasSize(4 * 16);
            for (int id : new int[] {0, 1, 3}) {
                double squares = 0;
                for (int j = 0; j < 16; j++) {
                    squares += vectors[16 * id + j] * vectors[16 * id + j];
                }
                assertThat(squares).as("the length is 1").isCloseTo(1, within(1e-2));
            }
        }
        assertThat(Npy.readDoubles(folder.resolve("run-mean/features.npy")))
                .isNotEqualTo(Npy.readDoubles(folder.resolve("run-last/features.npy")));
    }

    private void assumeImports(String modules) throws IOException, InterruptedException {
        String out = start("-c", "import " + modules);
        Assumptions.assumeTrue(out.isEmpty(), () -> "python3 cannot import " + modules + ": " + out);
    }

    private void python(String... words) throws IOException, InterruptedException {
        String out = start(words);
        assertThat(out).as("how it ended").isEmpty();
    }

    /** Returns what a script prints when it fails, and nothing when it does not. */
    private String start(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "-X", "utf8"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("HF_HUB_OFFLINE", "1");
        builder.environment().put("OMP_NUM_THREADS", "1");
        try {
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            return code == 0 ? "" : "ended with " + code + ": " + out;
        } catch (IOException e) {
            return Assumptions.abort("no python3: " + e.getMessage());
        }
    }
}
