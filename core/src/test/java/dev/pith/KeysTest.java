package dev.pith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeysTest {
    /** Few letters, so that many are equal or begin alike; whole characters of any width, and halves of such. */
    private static List<String> words(int count) {
        String letters = "ab/é\u0000\u007f\u0080\u3fff\u4000\uffff\ud83d\ude00";
        SplittableRandom random = new SplittableRandom(5);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = random.nextInt(random.nextInt(1, 9)); length > 0; length--) {
                word.append(letters.charAt(random.nextInt(letters.length())));
            }
            words.add(i % 500 == 0 ? word.toString().repeat(100) : word.toString());
        }
        return words;
    }

    @Test
    void everyStringComesBack() {
        List<String> words = words(5000);
        Keys keys = new Keys();
        for (int i = 0; i < words.size(); i++) {
            keys.add(words.get(i));
            assertThat(keys.get(i)).isEqualTo(words.get(i));
        }
        assertThat(keys).isEqualTo(words);
        assertThat(new ArrayList<>(keys)).isEqualTo(words);
        assertThat(keys.indexOf(words.get(4711))).isEqualTo(words.indexOf(words.get(4711)));
        assertThatThrownBy(() -> keys.get(5000)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void anIndexFindsWhatAMapFinds() {
        List<String> words = words(5000);
        Map<String, Integer> last = new HashMap<>();
        Map<String, Integer> first = new HashMap<>();
        Keys keys = new Keys();
        KeyIndex index = new KeyIndex(keys::get);
        for (int i = 0; i < words.size(); i++) {
            last.put(words.get(i), i);
            Integer before = first.putIfAbsent(words.get(i), i);
            assertThat(index.putIfAbsent(words.get(i), i)).isEqualTo(before == null ? KeyIndex.NONE : before);
            keys.add(words.get(i));
        }
        KeyIndex ofLast = KeyIndex.of(words);
        for (String word : words) {
            assertThat(index.find(word)).isEqualTo(first.get(word));
            assertThat(ofLast.find(word)).isEqualTo(last.get(word));
        }
        assertThat(index.find("none of these")).isEqualTo(KeyIndex.NONE);
    }

    @Test
    void equalHashesAreNoEqualKeys() {
        List<String> alike = List.of("AaAaAa", "AaAaBB", "AaBBAa", "BBBBBB"); // of one hash in Java
        assertThat(alike).extracting(String::hashCode).containsOnly(alike.get(0).hashCode());
        KeyIndex index = new KeyIndex(alike::get);
        for (int i = 0; i < alike.size(); i++) {
            assertThat(index.putIfAbsent(alike.get(i), i)).isEqualTo(KeyIndex.NONE);
        }
        for (int i = 0; i < alike.size(); i++) {
            assertThat(index.find(alike.get(i))).isEqualTo(i);
        }
        assertThat(index.find("BBAaAa")).isEqualTo(KeyIndex.NONE);
    }

    @Test
    void idsAreSortedAsObjectsAre() {
        SplittableRandom random = new SplittableRandom(7);
        for (int n : new int[] {0, 1, 2, 3, 100, 1001}) {
            int[] number = random.ints(n, 0, 20).toArray();
            int[] ids = new int[n];
            List<Integer> objects = new ArrayList<>();
            for (int id = 0; id < n; id++) {
                ids[id] = id;
                objects.add(id);
            }
            IntSort.sort(ids, (a, b) -> Integer.compare(number[a], number[b]));
            objects.sort((a, b) -> Integer.compare(number[a], number[b])); // stable, too
            assertThat(ids).containsExactly(objects.toArray(new Integer[0]));
        }
    }
}
