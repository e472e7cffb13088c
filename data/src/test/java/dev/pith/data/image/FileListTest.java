package dev.pith.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.CodePointOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FileListTest {
    private static String word(SplittableRandom random) {
        String[] letters = {"a", "B", "/", "é", "\uff21", "\ud83d\ude00"}; // the last two are in another order in Java
        StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(4); length > 0; length--) {
            word.append(letters[random.nextInt(letters.length)]);
        }
        return word.toString();
    }

    @Test
    void filesAreOrderedByFolderAndNameByCodePoint() {
        SplittableRandom random = new SplittableRandom(3);
        FileList files = new FileList();
        List<FolderWalk.Entry> entries = new ArrayList<>();
        String folder = "";
        for (int i = 0; i < 500; i++) {
            folder = i % 3 == 0 ? word(random) : folder;
            FolderWalk.Entry entry = new FolderWalk.Entry(folder, word(random), i, 1000 + i);
            files.add(entry.folder(), entry.name(), entry.size(), entry.modifiedMillis());
            entries.add(entry);
        }
        files.sort();
        entries.sort(Comparator.comparing(FolderWalk.Entry::folder, CodePointOrder.INSTANCE)
                .thenComparing(FolderWalk.Entry::name, CodePointOrder.INSTANCE));
        assertThat(files).isEqualTo(entries);
    }
}
