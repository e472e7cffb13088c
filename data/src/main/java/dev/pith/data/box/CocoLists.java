package dev.pith.data.box;

import dev.pith.PithException;
import dev.pith.data.box.CocoFile.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * What the lists of a COCO file say.
 *
 * @param fileNames one an image, in the order of the file
 * @param imageIds likewise
 * @param objects of each image, without crowds
 * @param classNames of the categories in the order of their ids
 */
record CocoLists(List<String> fileNames, long[] imageIds, Bags objects, List<String> classNames) {

    /** Reads a file. Annotations may come before what they are of, so they are looked at when all is read. */
    static CocoLists read(Path file) throws IOException {
        Reading reading = new Reading();
        CocoFile.walk(file, reading::add);
        return reading.lists(file);
    }

    private static final class Reading {
        private final List<String> fileNames = new ArrayList<>();
        private final Set<String> distinctNames = new HashSet<>();
        private final Map<Long, Integer> images = new HashMap<>();
        private final SortedMap<Long, String> categories = new TreeMap<>();
        private final LongStream.Builder imageIds = LongStream.builder();
        /** Of each annotation, crowds included: its image, its category, and whether it is an object (1) or not (0). */
        private final LongStream.Builder annotations = LongStream.builder();

        void add(Entry entry) {
            switch (entry.list()) {
                case CocoFile.IMAGES -> {
                    long id = entry.requireId();
                    String name = entry.require(entry.name(), "file_name");
                    refuseTwice(entry, images.putIfAbsent(id, fileNames.size()) != null, "id", id);
                    refuseTwice(entry, !distinctNames.add(name), "file_name", name);
                    fileNames.add(name);
                    imageIds.add(id);
                }
                case CocoFile.CATEGORIES -> {
                    long id = entry.requireId();
                    String name = entry.require(entry.name(), "name");
                    refuseTwice(entry, categories.putIfAbsent(id, name) != null, "id", id);
                }
                default -> annotations
                        .add(entry.require(entry.image(), "image_id"))
                        .add(entry.require(entry.category(), "category_id"))
                        .add(entry.crowd() ? 0 : 1);
            }
        }

        private static void refuseTwice(Entry entry, boolean twice, String field, Object value) {
            if (twice) {
                throw new PithException(entry.where() + " has the " + field + " " + value
                        + " of an entry before it; give each its own, or take one out");
            }
        }

        CocoLists lists(Path file) {
            if (fileNames.isEmpty()) {
                throw new PithException(file + ": lists no images");
            }
            Map<Long, Integer> classes = new HashMap<>();
            categories.keySet().forEach(id -> classes.put(id, classes.size()));
            long[] flat = annotations.build().toArray();
            int objects = 0;
            int[] image = new int[flat.length / 3];
            int[] category = new int[flat.length / 3];
            for (int i = 0; i < flat.length / 3; i++) {
                image[objects] = known(images, flat[3 * i], file, i, "image_id", CocoFile.IMAGES);
                category[objects] = known(classes, flat[3 * i + 1], file, i, "category_id", CocoFile.CATEGORIES);
                objects += (int) flat[3 * i + 2]; // a crowd is written over
            }
            Bags bags = new Bags(fileNames.size(), image, category, objects);
            return new CocoLists(
                    List.copyOf(fileNames), imageIds.build().toArray(), bags, List.copyOf(categories.values()));
        }

        private static int known(
                Map<Long, Integer> listed, long id, Path file, int position, String field, String list) {
            Integer index = listed.get(id);
            if (index == null) {
                throw new PithException(CocoFile.where(file, CocoFile.ANNOTATIONS, position) + " has the " + field + " "
                        + id + ", which is not among the " + list + "; add it there, or take the annotation out");
            }
            return index;
        }
    }
}
