package dev.pith.data.patch;

import java.util.Locale;

/**
 * What an archive takes, beside what the same images take otherwise. Totals are of whole files, shared parts included;
 * numbers of single images are of their records.
 *
 * @param originals bytes of the images where they lie; see {@link dev.pith.data.ImageSource#storedBytes}
 * @param whole bytes of an archive of the same images and codec with nothing dropped
 * @param archive bytes of the archive
 * @param keptPatches how many patches it holds
 * @param patches how many there would be with nothing dropped
 * @param originalOf bytes of each image where it lies, in the archive's order; not copied
 * @param wholeOf bytes of each image's record with nothing dropped; not copied
 * @param recordOf bytes of each image's record; not copied
 */
public record ArchiveBytes(
        long originals,
        long whole,
        long archive,
        long keptPatches,
        long patches,
        int[] originalOf,
        int[] wholeOf,
        int[] recordOf) {

    /** Returns the share of patches kept. */
    public double patchKeep() {
        return (double) keptPatches / patches;
    }

    /** Returns the final keep ratio: the share of samples selected times the share of patches kept of those. */
    public double keep(int sourceSize) {
        return (double) recordOf.length / sourceSize * patchKeep();
    }

    /** Returns one line that says what the archive takes; a saving only where there is one. */
    public String summary() {
        return count(archive) + " bytes, " + beside(originals, "the originals") + ", "
                + beside(whole, "the same codec with nothing dropped");
    }

    private String beside(long other, String name) {
        if (other == 0) {
            return "size of " + name + " unknown";
        }
        double percent = 100.0 * (archive - other) / other;
        if (archive == other) {
            return "as many as " + name;
        }
        return String.format(Locale.ROOT, "%.1f %% %s than ", Math.abs(percent), archive < other ? "less" : "MORE")
                + name + " (" + count(other) + ")";
    }

    private static String count(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes);
    }
}
