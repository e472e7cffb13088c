package dev.pith.data.cifar;

import dev.pith.data.Split;
import java.util.List;
import java.util.Optional;

/**
 * The files of one of the two data sets. A record in them is its label bytes, the last of which counts, then 3 x 32 x
 * 32 pixels.
 *
 * @param labelBytes number of label bytes
 * @param train names of the training files, in order
 * @param test names of the test files
 * @param namesFile name of the file of class names
 */
record Form(int labelBytes, List<String> train, List<String> test, String namesFile) {

    /** One label byte; training images in five files. */
    private static final Form CIFAR10 = new Form(
            1,
            List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"),
            List.of("test_batch.bin"),
            "batches.meta.txt");

    /** A coarse label (one of 20), then the fine one (one of 100), which is used. */
    private static final Form CIFAR100 = new Form(2, List.of("train.bin"), List.of("test.bin"), "fine_label_names.txt");

    static final List<Form> ALL = List.of(CIFAR10, CIFAR100);

    /** Returns the form that a file of records belongs to. */
    static Optional<Form> ofFile(String file) {
        return ALL.stream()
                .filter(form -> form.train.contains(file) || form.test.contains(file))
                .findFirst();
    }

    List<String> files(Split split) {
        return split == Split.TRAIN ? train : test;
    }
}
