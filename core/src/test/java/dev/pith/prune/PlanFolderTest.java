package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.npy.Npy;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFolderTest {
    private static final int EPOCHS = 8;
    private static final PruningSchedule SCHEDULE = new PruningSchedule(EpochPruningContract.SAMPLES, EPOCHS, 0.75, 3);

    @TempDir
    Path folder;

    private static InfoBatch pruning() {
        return new InfoBatch(SCHEDULE, 0.5);
    }

    /** As a process does that is asked once. */
    private PlanFolder.Due advance() {
        try (PlanFolder plans = new PlanFolder(folder, pruning())) {
            return plans.advance();
        }
    }

    private PlanFolder.Due advanceTo(int next) {
        try (PlanFolder plans = new PlanFolder(folder, pruning())) {
            return plans.advanceTo(next);
        }
    }

    private static float[] losses(EpochPlan plan) {
        float[] losses = new float[plan.size()];
        for (int p = 0; p < losses.length; p++) {
            losses[p] = EpochPruningContract.loss(plan.order()[p], plan.epoch());
        }
        return losses;
    }

    private void tell(PlanFolder.Due due) {
        Npy.write(due.losses(), losses(due.plan()));
    }

    /** Plans and losses up to the plan of {@code epoch}. */
    private void trainTo(int epoch) {
        while (advance().plan().epoch() < epoch) {
            tell(advance());
        }
    }

    @Test
    void plansAreThoseOfALoopInJava() throws IOException {
        EpochPruning expected = pruning();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            EpochPlan plan = expected.next();
            PlanFolder.Due due = advance();
            EpochPruningContract.assertSame(due.plan(), plan);
            assertThat(due.done()).isFalse();
            assertThat(due.file()).isEqualTo(folder.resolve("plan-00" + epoch + ".npz"));
            assertThat(due.losses()).isEqualTo(folder.resolve("losses-00" + epoch + ".npy"));
            try (FileSystem archive = FileSystems.newFileSystem(due.file())) {
                assertThat(Npy.readLongs(archive.getPath("order.npy")))
                        .containsExactly(
                                Arrays.stream(plan.order()).asLongStream().toArray());
                assertThat(Npy.readDoubles(archive.getPath("weights.npy")))
                        .containsExactly(IntStream.range(0, plan.size())
                                .mapToDouble(p -> plan.weights()[p])
                                .toArray());
            }
            EpochPruningContract.epoch(expected, plan);
            tell(due);
        }
        assertThat(advance().done()).isTrue();
        assertThat(advance().plan().epoch()).isEqualTo(EPOCHS - 1);
    }

    @Test
    void askingAgainChangesNothing() throws IOException {
        trainTo(3);
        byte[] before = Files.readAllBytes(advance().file());
        assertThat(Files.readAllBytes(advance().file())).isEqualTo(before);
        Files.delete(advance().file()); // as if it had not been written in time
        assertThat(Files.readAllBytes(advance().file())).isEqualTo(before);
    }

    @Test
    void whatIsOverMayBeDeleted() throws IOException {
        trainTo(4);
        byte[] before = Files.readAllBytes(folder.resolve("plan-004.npz"));
        Files.delete(folder.resolve("plan-004.npz"));
        for (int epoch = 0; epoch < 3; epoch++) {
            Files.delete(folder.resolve("plan-00" + epoch + ".npz"));
            Files.delete(folder.resolve("losses-00" + epoch + ".npy"));
        }
        assertThat(Files.readAllBytes(advance().file())).isEqualTo(before);
    }

    @Test
    void aLoopMayGoBack() throws IOException {
        trainTo(5);
        byte[] fifth = Files.readAllBytes(folder.resolve("plan-005.npz"));
        assertThat(advanceTo(2).plan().epoch()).isEqualTo(2);
        assertThat(folder.resolve("plan-003.npz")).doesNotExist();
        assertThat(folder.resolve("losses-002.npy")).doesNotExist();
        assertThat(folder.resolve("losses-001.npy")).exists();
        trainTo(5);
        assertThat(folder.resolve("plan-005.npz")).hasBinaryContent(fifth);
        assertThat(advanceTo(5).plan().epoch()).isEqualTo(5);
        assertThat(advanceTo(0).plan().epoch()).isZero();
        assertThatThrownBy(() -> advanceTo(2))
                .isInstanceOf(PithException.class)
                .hasMessage(folder.resolve("losses-001.npy") + ": is missing, and the plan of epoch 2 is made from it;"
                        + " give the losses of the epochs before, or begin with epoch 0");
        assertThatThrownBy(() -> advanceTo(EPOCHS)).hasMessage("next must be in [0, 8), got 8");
    }

    @Test
    void samplesThatWereNotSeenKeepTheirScores() {
        EpochPruning expected = pruning();
        EpochPlan plan = expected.next();
        float[] losses = losses(plan);
        expected.update(plan.order(), 0, 40, losses);
        Arrays.fill(losses, 40, losses.length, Float.NaN);
        Npy.write(advance().losses(), losses);
        EpochPruningContract.assertSame(advance().plan(), expected.next());
        Npy.write(advance().losses(), new float[0]);
        EpochPruningContract.assertSame(advance().plan(), expected.next());
    }

    @Test
    void wrongLossesAreNamed() {
        PlanFolder.Due due = advance();
        Npy.write(due.losses(), new float[3]);
        assertThatThrownBy(this::advance)
                .hasMessage(due.losses() + ": holds 3 losses, but " + due.file() + " has 57 ids; give one loss per id,"
                        + " in their order, NaN for those not seen");
        float[] losses = new float[57];
        losses[5] = Float.POSITIVE_INFINITY;
        Npy.write(due.losses(), losses);
        assertThatThrownBy(this::advance)
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(
                        due.losses() + ": the loss of sample " + due.plan().order()[5] + " is Infinity");
        Arrays.fill(losses, Float.NaN);
        Npy.write(due.losses(), losses);
        assertThatThrownBy(this::advance).hasMessageStartingWith(due.losses() + ": all losses are NaN");
        assertThat(folder.resolve("plan-001.npz")).doesNotExist();
    }

    @Test
    void strayLossesAreNotTakenForAnotherPlans() {
        Npy.write(folder.resolve("losses-004.npy"), new float[57]);
        assertThatThrownBy(this::advance)
                .hasMessage(folder.resolve("losses-004.npy")
                        + ": there is no plan-004.npz that it could be of; delete it, or give another folder");
    }

    @Test
    void damagedAndForeignPlansAreNamed() throws IOException {
        trainTo(2);
        Path plan = folder.resolve("plan-002.npz");
        try (PlanFolder other = new PlanFolder(folder, new InfoBatch(SCHEDULE, 0.25))) {
            assertThatThrownBy(other::advance)
                    .isInstanceOf(PithException.class)
                    .hasMessageStartingWith(plan + ": the state is of InfoBatch[ratio=0.5]")
                    .hasMessageEndingWith(", or give another folder");
        }
        byte[] whole = Files.readAllBytes(plan);
        Files.write(plan, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(this::advance)
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(plan + ": is damaged or no plan (")
                .hasMessageEndingWith("); delete it to make it anew");
        Files.delete(plan);
        advance();
        assertThat(plan).hasBinaryContent(whole);
    }

    @Test
    void oneProcessAtATime() {
        try (PlanFolder first = new PlanFolder(folder, pruning())) {
            first.advance();
            assertThatThrownBy(() -> new PlanFolder(folder, pruning()))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("another pith command works on this");
        }
    }
}
