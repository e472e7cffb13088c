package dev.pith.pipeline.selection;

import dev.pith.KeyIndex;
import dev.pith.PithException;
import dev.pith.data.record.ByteOrderMark;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.run.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A user's list of samples: one id or key a line; blank lines do not count. */
public final class SampleList {
    private SampleList() {}

    /**
     * Returns the ids on a list, none without a file. A line that is the key of a sample means that sample, even if it
     * looks like an id.
     *
     * @throws PithException naming file and line when there is no such sample
     */
    public static BitSet read(@Nullable Path file, List<String> keys) {
        BitSet ids = new BitSet();
        if (file == null) {
            return ids;
        }
        KeyIndex idOfKey = KeyIndex.of(keys);
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (!line.isBlank()) {
                int id = idOfKey.find(line);
                ids.set(id != KeyIndex.NONE ? id : id(file, number, line.strip(), keys.size()));
            }
        }
        return ids;
    }

    /** Returns the list that {@link #read} reads as these ids: a key in place of an id that is another sample's key. */
    public static String text(int[] ids, List<String> keys) {
        KeyIndex idOfKey = KeyIndex.of(keys);
        StringBuilder lines = new StringBuilder();
        for (int id : ids) {
            String text = Integer.toString(id);
            int named = idOfKey.find(text);
            lines.append(named == KeyIndex.NONE || named == id ? text : keys.get(id))
                    .append('\n');
        }
        return lines.toString();
    }

    /**
     * Returns the ids on a list of what is left out, or of what a check of the run found.
     *
     * @param file may be {@value SampleSettings#ISSUES}
     * @throws PithException likewise, or when the run was not checked
     */
    static BitSet readExcluded(@Nullable Path file, Session session, List<String> keys) {
        if (isOfCheck(file)) {
            requireCheck(file, session);
            return read(session.run().file(RunFiles.EXCLUDE), keys);
        }
        return read(file, keys);
    }

    /** Returns whether a list is that of a check of the run. */
    public static boolean isOfCheck(@Nullable Path file) {
        return file != null && file.toString().equals(SampleSettings.ISSUES);
    }

    /**
     * Insists on a check of the run where a list of what is left out is that of the check.
     *
     * @throws PithException when the run was not checked
     */
    public static void requireCheck(@Nullable Path file, Session session) {
        if (isOfCheck(file)) {
            session.run().require(Step.CHECK, "pith check");
        }
    }

    /**
     * Refuses what is both wanted and left out.
     *
     * @param name of the list that is wanted
     */
    static void refuseBoth(String name, BitSet wanted, BitSet excluded, List<String> keys) {
        wanted.stream().filter(excluded::get).findFirst().ifPresent(id -> {
            throw new IllegalArgumentException(
                    "id " + id + " (" + keys.get(id) + ") is in both `" + name + "` and `exclude`; take it out of one");
        });
    }

    /** Returns what tells one list from another without repeating it. */
    static String digest(BitSet ids) {
        return String.format(
                Locale.ROOT, "%d samples, hash %08x", ids.cardinality(), Arrays.hashCode(ids.toLongArray()));
    }

    private static List<String> lines(Path file) {
        try {
            int byteOrderMark = ByteOrderMark.length(file);
            byte[] bytes = Files.readAllBytes(file);
            ByteBuffer text = ByteBuffer.wrap(bytes, byteOrderMark, bytes.length - byteOrderMark);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(text)
                    .toString()
                    .lines()
                    .toList();
        } catch (CharacterCodingException e) {
            throw new PithException(file + " is not UTF-8; convert it to UTF-8", e);
        } catch (NoSuchFileException e) {
            throw new PithException(file + ": no such file: check the path", e);
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read as a list of samples (" + e.getMessage() + ")", e);
        }
    }

    private static int id(Path file, int number, String text, int n) {
        if (text.matches("\\d{1,10}") && Long.parseLong(text) < n) {
            return Integer.parseInt(text);
        }
        throw new PithException(file + ":" + number + ": " + text + " is neither a key of the source nor an id below "
                + n + "; samples.csv lists both");
    }
}
