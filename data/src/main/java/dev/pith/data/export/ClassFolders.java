package dev.pith.data.export;

import dev.pith.data.CodePointOrder;
import dev.pith.data.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names the class folders of an exported image folder so that whoever numbers them by name gets the source's labels
 * back: a class keeps its name where the names are in the order of the labels, can be folder names and are told apart
 * by every file system, else its label stands in front ({@code 0-T-shirt_top}). Labels without names are padded with
 * zeros ({@code 07}).
 */
final class ClassFolders {
    private ClassFolders() {}

    /** Returns the folder of each label that occurs. */
    static Map<Long, String> of(Labels labels) {
        Map<Long, String> folders = new TreeMap<>();
        int digits =
                Long.toString(Arrays.stream(labels.values()).max().orElse(0)).length();
        if (labels.names().isEmpty()) {
            labels.present().distinct().forEach(label -> folders.put(label, padded(label, digits)));
            return folders;
        }
        List<String> names = new ArrayList<>();
        labels.names().forEach(name -> names.add(FolderName.of(name)));
        boolean kept = names.stream().map(FolderName::folded).distinct().count() == names.size();
        for (int i = 1; i < names.size(); i++) {
            kept &= CodePointOrder.INSTANCE.compare(names.get(i - 1), names.get(i)) < 0;
        }
        for (int label = 0; label < names.size(); label++) {
            folders.put((long) label, kept ? names.get(label) : padded(label, digits) + "-" + names.get(label));
        }
        return folders;
    }

    private static String padded(long label, int digits) {
        return padded(Long.toString(label), digits);
    }

    /** Puts zeros before a number, so that numbers as texts are in the order of the numbers. */
    static String padded(String number, int digits) {
        return number.startsWith("-") ? number : "0".repeat(Math.max(0, digits - number.length())) + number;
    }
}
