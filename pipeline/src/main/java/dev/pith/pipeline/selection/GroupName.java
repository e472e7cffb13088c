package dev.pith.pipeline.selection;

import dev.pith.data.Labels;
import dev.pith.pipeline.session.Session;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Groups that go by a name in place of a file. */
enum GroupName {
    /** By the rarest class that an image's mask shows. */
    MASKS,
    /** By the rarest class that an image's boxes show. */
    BOXES,
    /** By the file that holds a sample. */
    FILES;

    /** Returns the groups that are named, if a name is what was given. */
    static Optional<GroupName> of(Path group) {
        return Arrays.stream(values())
                .filter(name -> name.toString().equals(group.toString()))
                .findFirst();
    }

    /**
     * Returns the group of each sample.
     *
     * @throws dev.pith.PithException when the source of the run has none
     */
    Labels groups(Session session) {
        return switch (this) {
            case MASKS -> ShownClasses.ofMasks(session);
            case BOXES -> ShownClasses.ofBoxes(session);
            case FILES -> FileGroups.of(session);
        };
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
