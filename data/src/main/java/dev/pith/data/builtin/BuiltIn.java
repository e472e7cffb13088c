package dev.pith.data.builtin;

import dev.pith.data.ImageSource;
import dev.pith.data.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A data set with a name.
 *
 * @param name it is opened by
 * @param trainSize number of training samples
 * @param testSize number of test samples
 * @param classes number of classes
 * @param dataFolders where it may lie in the user's data folder, relative to that; first its name, then what others use
 * @param trainFiles what makes up the training part
 * @param testFiles what makes up the test part; may be the same files
 * @param layout how the files are read
 */
record BuiltIn(
        String name,
        int trainSize,
        int testSize,
        int classes,
        List<String> dataFolders,
        List<RemoteFile> trainFiles,
        List<RemoteFile> testFiles,
        Layout layout) {

    /** Opens a data set that lies in a folder. */
    interface Layout {
        /** Returns the split, or nothing if the folder does not hold it. */
        Optional<Opener> find(Path folder, Split split);
    }

    /** Reads what was found. */
    interface Opener {
        ImageSource open(String name);
    }

    List<RemoteFile> files(Split split) {
        return split == Split.TRAIN ? trainFiles : testFiles;
    }
}
