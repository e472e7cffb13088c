package dev.pith.prune;

import dev.pith.PithException;
import dev.pith.npy.Npy;
import dev.pith.npy.NpzWriter;
import dev.pith.run.AtomicFile;
import dev.pith.run.RunLock;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Epoch plans as files, for a training loop in another process or language. Of epoch 7, {@code plan-007.npz} holds
 *
 * <ul>
 *   <li>{@code order}, {@code int64[k]}: the ids to train on, in that order;
 *   <li>{@code weights}, {@code float32[k]}: what the loss of each counts;
 *   <li>{@code state}, bytes: what it takes to go on from here.
 * </ul>
 *
 * The loop answers with {@code losses-007.npy}, any type of numbers, one per id of {@code order}: its loss before
 * weighting. NaN stands for a sample that was not seen as it is (mixed with another, or dropped with the last batch),
 * an array of no numbers for an epoch of only such. Then the plan of epoch 8 can be made.
 *
 * <p>Files are written whole or not at all, and nothing else is remembered: both processes may be killed at any moment.
 * Plans and losses of epochs that are over may be deleted.
 */
public final class PlanFolder implements AutoCloseable {
    private static final Pattern PLANS = Pattern.compile("plan-(\\d{3,9})\\.npz");
    private static final Pattern LOSSES = Pattern.compile("losses-(\\d{3,9})\\.npy");

    private final Path folder;
    private final EpochPruning pruning;
    private final RunLock lock;

    /**
     * What the loop is to do next.
     *
     * @param plan of the epoch that is due, or of the last one when all are over
     * @param file that holds it
     * @param losses the file that is waited for
     * @param done whether all epochs are over
     */
    public record Due(EpochPlan plan, Path file, Path losses, boolean done) {}

    /**
     * Opens a folder, made when it does not exist, and locks it until it is closed.
     *
     * @param pruning not yet begun
     * @throws PithException when it cannot be written to, or another process works on it
     */
    public PlanFolder(Path folder, EpochPruning pruning) {
        this.folder = folder;
        this.pruning = pruning;
        try {
            Files.createDirectories(folder);
            lock = RunLock.acquire(folder);
        } catch (IOException e) {
            throw new PithException(folder + ": cannot be written to (" + e + "); give another folder", e);
        }
    }

    /**
     * Makes every plan that can be made from the losses so far.
     *
     * @throws PithException naming the file when losses do not fit their plan, or a plan is damaged or
     *     of another pruning
     */
    public Due advance() {
        int epoch = newest(PLANS);
        int told = newest(LOSSES);
        if (told > epoch) {
            throw new PithException(losses(told) + ": there is no " + file(told).getFileName()
                    + " that it could be of; delete it, or give another folder");
        }
        if (epoch >= 0) {
            restore(epoch);
        }
        while (epoch < 0 || Files.exists(losses(epoch))) {
            if (epoch == pruning.schedule().epochs() - 1) {
                return due(true);
            }
            if (epoch >= 0) {
                learn(epoch);
            }
            write(pruning.next());
            epoch++;
        }
        return due(false);
    }

    /**
     * Makes the plan of epoch {@code next}, for a loop that says how far it is: it may have gone back to an older
     * checkpoint of its own. Losses from that epoch on and plans after it are deleted.
     *
     * @throws PithException when the epoch before has no plan or no losses; also as {@link #advance()} does
     */
    public Due advanceTo(int next) {
        if (next < 0 || next >= pruning.schedule().epochs()) {
            throw new IllegalArgumentException(
                    "next must be in [0, " + pruning.schedule().epochs() + "), got " + next);
        }
        Path needed = Files.exists(file(next)) || next == 0 ? folder : losses(next - 1);
        if (!Files.exists(needed)) {
            throw new PithException(needed + ": is missing, and the plan of epoch " + next
                    + " is made from it; give the losses of the" + " epochs before, or begin with epoch 0");
        }
        for (int epoch = Math.max(newest(PLANS), newest(LOSSES)); epoch >= next; epoch--) {
            delete(losses(epoch)); // before its plan: losses without a plan would be refused
            if (epoch > next) {
                delete(file(epoch));
            }
        }
        return advance();
    }

    private Due due(boolean done) {
        EpochPlan plan = pruning.plan();
        return new Due(plan, file(plan.epoch()), losses(plan.epoch()), done);
    }

    private Path file(int epoch) {
        return folder.resolve(String.format(Locale.ROOT, "plan-%03d.npz", epoch));
    }

    private Path losses(int epoch) {
        return folder.resolve(String.format(Locale.ROOT, "losses-%03d.npy", epoch));
    }

    /** Returns the newest epoch that has such a file, -1 where none has. */
    private int newest(Pattern names) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> names.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToInt(name -> Integer.parseInt(name.group(1)))
                    .max()
                    .orElse(-1);
        } catch (IOException e) {
            throw new PithException(folder + ": cannot be read (" + e + "); check its permissions", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new PithException(file + ": cannot be deleted (" + e + ")", e);
        }
    }

    private void restore(int epoch) {
        Path file = file(epoch);
        byte[] state;
        try (FileSystem archive = FileSystems.newFileSystem(file)) {
            state = Npy.readBytes(archive.getPath("state.npy"));
        } catch (IOException | ProviderNotFoundException | PithException e) {
            throw new PithException(
                    file + ": is damaged or no plan (" + e.getMessage() + "); delete it to make it anew", e);
        }
        try {
            pruning.restore(state);
        } catch (PithException e) {
            throw new PithException(file + ": " + e.getMessage() + ", or give another folder", e);
        }
    }

    private void learn(int epoch) {
        Path file = losses(epoch);
        double[] losses = Npy.readDoubles(file);
        EpochPlan plan = pruning.plan();
        if (losses.length != plan.size() && losses.length != 0) {
            throw new PithException(file + ": holds " + losses.length + " losses, but " + file(epoch) + " has "
                    + plan.size() + " ids; give one loss per id, in their order, NaN for those not seen");
        }
        int[] ids = new int[losses.length];
        float[] told = new float[losses.length];
        int count = 0;
        for (int p = 0; p < losses.length; p++) {
            if (!Double.isNaN(losses[p])) {
                ids[count] = plan.order()[p];
                told[count++] = (float) losses[p];
            }
        }
        if (count == 0 && losses.length > 0) {
            throw new PithException(file + ": all losses are NaN; lower the learning rate, or save an empty array when"
                    + " no sample was seen as it is");
        }
        try {
            pruning.update(ids, 0, count, told);
        } catch (PithException e) {
            throw new PithException(file + ": " + e.getMessage(), e);
        }
    }

    private void write(EpochPlan plan) {
        AtomicFile.write(file(plan.epoch()), out -> {
            try (NpzWriter arrays = new NpzWriter(out)) {
                arrays.add("order", plan.order());
                arrays.add("weights", plan.weights());
                arrays.add("state", pruning.save());
            }
        });
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new PithException(folder + ": cannot be unlocked (" + e + ")", e);
        }
    }
}
