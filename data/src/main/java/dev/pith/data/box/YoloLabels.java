package dev.pith.data.box;

import dev.pith.PithException;
import dev.pith.run.ReadFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text beside an image that has a line for each object: its class, and a box (center, width and height) or an
 * outline (x and y of three points or more), all from 0 to 1 as shares of width and height.
 *
 * @param text of the file
 * @param classes one a line that is not blank
 */
record YoloLabels(String text, int[] classes) {
    private static final int BOX = 5;
    private static final int LEAST_OUTLINE = 7;

    /** Returns where the labels of an image are: the last folder called "images" is "labels", if it is in one. */
    static Path file(Path image) {
        String path = image.toString().replace('\\', '/');
        int folder = path.lastIndexOf("/images/");
        String there = folder < 0
                ? path
                : path.substring(0, folder) + "/labels/" + path.substring(folder + "/images/".length());
        return image.resolveSibling(there.replaceFirst("\\.[^./]*$", "") + ".txt");
    }

    /**
     * Reads a file; empty where there is none.
     *
     * @param classNames of all classes
     * @throws PithException naming file and line when a number is none, missing, too many or out of range
     */
    static Optional<YoloLabels> read(Path file, List<String> classNames) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new PithException(file + ": is no text in UTF-8; write a line for each object", e);
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        }
        List<String> lines = text.lines().toList();
        List<Integer> classes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty()) {
                classes.add(parse(line.split("\\s+"), classNames, file + ":" + (i + 1) + ": "));
            }
        }
        return Optional.of(new YoloLabels(
                text, classes.stream().mapToInt(Integer::intValue).toArray()));
    }

    private static int parse(String[] words, List<String> classNames, String where) {
        boolean outline = words.length >= LEAST_OUTLINE && words.length % 2 == 1;
        if (words.length != BOX && !outline) {
            throw new PithException(where + "expected a class and 4 numbers of a box, or x and y of 3 points or more;"
                    + " found " + words.length + " numbers");
        }
        for (int i = 1; i < words.length; i++) {
            double value = number(words[i], where);
            if (!(value >= 0 && value <= 1)) {
                throw new PithException(where + "number " + (i + 1) + " is " + words[i]
                        + "; expected a share of the image's width or height, from 0 to 1");
            }
        }
        double label = number(words[0], where);
        if (!(label >= 0 && label < classNames.size()) || label != Math.rint(label)) {
            throw new PithException(where + "class " + words[0] + " is none of the " + classNames.size()
                    + " that are named; name it, or mend the line");
        }
        return (int) label;
    }

    private static double number(String word, String where) {
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw new PithException(where + "'" + word + "' is no number; mend the line", e);
        }
    }
}
