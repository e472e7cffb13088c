package dev.pith.torch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.prune.PruningKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationFileTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatItWrites() throws IOException {
        List<Row> rows = List.of(
                new Row(
                        View.STEPS,
                        "mlp",
                        "random",
                        PruningKind.NONE,
                        7,
                        0.1,
                        1.0 / 3,
                        0.01,
                        Double.NaN,
                        Double.NaN,
                        700.5,
                        1.25,
                        0,
                        Double.NaN),
                new Row(
                        View.EPOCHS,
                        "mlp",
                        "dq, \"mine\"",
                        PruningKind.INFOBATCH_TIERS,
                        7,
                        0.1,
                        0.5,
                        Double.NaN,
                        -0.1,
                        0.2,
                        1,
                        2,
                        3,
                        4),
                new Row(
                        View.STEPS,
                        "mlp",
                        "a",
                        PruningKind.NONE,
                        7,
                        0.1,
                        0.5,
                        0,
                        0.1,
                        0.3,
                        1,
                        2,
                        3,
                        Double.POSITIVE_INFINITY));
        Path file = folder.resolve(EvaluationFile.NAME);
        EvaluationFile.write(file, rows);
        assertThat(EvaluationFile.read(file)).isEqualTo(rows);
        assertThat(Files.readAllLines(file))
                .contains(
                        "view,network,selection,pruning,samples,keep,accuracy_mean,accuracy_std,over_random,over_random_ci95,"
                                + "samples_seen,seconds,selection_seconds,paid_off_after",
                        "epochs,mlp,\"dq, \"\"mine\"\"\",infobatch-tiers,7,0.1,0.5,,-0.1,0.2,1.0,2.0,3.0,4.0",
                        "steps,mlp,a,none,7,0.1,0.5,0.0,0.1,0.3,1.0,2.0,3.0,never");
    }

    @Test
    void tablesOfOldRunsHaveNoInterval() throws IOException {
        Path file = Files.writeString(
                folder.resolve(EvaluationFile.NAME),
                """
                view,network,selection,infobatch,samples,keep,accuracy_mean,accuracy_std,over_random,samples_seen,seconds,selection_seconds,paid_off_after
                steps,mlp,a,true,7,0.1,0.5,0.0,0.1,1.0,2.0,3.0,never
                """);
        assertThat(EvaluationFile.read(file))
                .containsExactly(new Row(
                        View.STEPS,
                        "mlp",
                        "a",
                        PruningKind.INFOBATCH,
                        7,
                        0.1,
                        0.5,
                        0,
                        0.1,
                        Double.NaN,
                        1,
                        2,
                        3,
                        Double.POSITIVE_INFINITY));
    }

    @Test
    void anotherTableIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("other.csv"), "id,key\n1,2\n");
        assertThatThrownBy(() -> EvaluationFile.read(file))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": cannot be read as a table of an evaluation (does not begin with"
                        + " view,network,selection,pruning,samples,keep,accuracy_mean,accuracy_std,over_random,over_random_ci95,"
                        + "samples_seen,seconds,selection_seconds,paid_off_after); make it again with pith evaluate");
    }
}
