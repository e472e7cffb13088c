package dev.pith.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SnapshotNameTest {
    @Test
    void namesComeBack() {
        for (SnapshotName name : new SnapshotName[] {new SnapshotName(1, 0), new SnapshotName(123, 20_000_000)}) {
            assertThat(SnapshotName.ofImages(Path.of("snapshots", name.images())))
                    .contains(name);
            assertThat(SnapshotName.ofPicture(Path.of("snapshots", name.picture())))
                    .contains(name);
            assertThat(SnapshotName.ofImages(Path.of(name.picture()))).isEmpty();
        }
        assertThat(new SnapshotName(2, 50).images()).isEqualTo("group-02-iteration-000050.npz");
    }

    @Test
    void otherFilesAreNone() {
        for (String other :
                new String[] {"group-1.npz", "group-01-iteration-2.npz.part", ".group-01-iteration-2.npz"}) {
            assertThat(SnapshotName.ofImages(Path.of(other))).isEmpty();
        }
    }
}
