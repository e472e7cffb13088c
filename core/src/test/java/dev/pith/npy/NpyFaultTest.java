package dev.pith.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not as they must be: one line that names the file and the remedy, and no memory taken first. */
class NpyFaultTest {
    @TempDir
    Path folder;

    private Path file(String type, boolean fortranOrder, String shape, int bytes) throws IOException {
        return NpyBytes.write(folder.resolve("a.npy"), type, fortranOrder, shape, bytes, data -> {});
    }

    private static void assertFault(Function<Path, ?> reader, Path file, String message) {
        assertThatThrownBy(() -> reader.apply(file))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": " + message);
    }

    @Test
    void missing() {
        assertFault(Npy::mapFloats, folder.resolve("none.npy"), "no such file: check the path");
    }

    @Test
    void directory() {
        assertFault(Npy::mapFloats, folder, "is a directory: name the .npy file in it");
        assertFault(NpyHeader::read, folder, "is a directory: name the .npy file in it");
    }

    @Test
    void empty() throws IOException {
        assertFault(
                Npy::mapFloats,
                Files.createFile(folder.resolve("e.npy")),
                "is empty, not an .npy file: save the array with numpy.save");
    }

    @Test
    void noNpyFile() throws IOException {
        Path text = Files.writeString(folder.resolve("t.npy"), "0.1,0.2,0.3");
        assertFault(
                Npy::readLongs,
                text,
                "is not an .npy file (it begins with 30 2e 31 2c 30 2e): save the array with numpy.save");
        Path archive = Files.write(folder.resolve("t.npz"), "PK\3\4and so on".getBytes(StandardCharsets.US_ASCII));
        assertFault(Npy::mapFloats, archive, "is an .npz archive, not an .npy file: save one array with numpy.save");
    }

    @Test
    void unknownVersion() throws IOException {
        assertFault(
                Npy::mapFloats,
                NpyBytes.write(folder.resolve("v.npy"), NpyBytes.header(4, "{}")),
                "is of .npy format 4.0, and only 1.0, 2.0 and 3.0 are known: save it again with numpy.save");
    }

    @Test
    void truncated() throws IOException {
        assertFault(
                Npy::mapFloats,
                file("<f4", false, "(4, 3)", 47),
                "has 175 bytes, but float32 of shape (4, 3) needs 176: the file is truncated, copy or write it again");
    }

    @Test
    void truncatedInTheHeader() throws IOException {
        byte[] whole = NpyBytes.header(1, NpyBytes.dictionary("<f4", false, "(4, 3)"));
        for (int length = 8; length < whole.length; length++) {
            Path file = Files.write(folder.resolve("h.npy"), java.util.Arrays.copyOf(whole, length));
            assertFault(
                    Npy::mapFloats,
                    file,
                    "the .npy header cannot be read, the file ends in it: save the array again with numpy.save");
        }
    }

    @Test
    void aHeaderOfATrillionRows() throws IOException {
        for (boolean fortranOrder : new boolean[] {false, true}) {
            assertFault(
                    Npy::mapFloats,
                    file("<f4", fortranOrder, "(1099511627776, 8)", 32),
                    "has 160 bytes, but float32 of shape (1099511627776, 8) needs 35184372088960: "
                            + "the file is truncated, copy or write it again");
        }
        Path labels = file("<i8", false, "(1099511627776,)", 32);
        assertThatThrownBy(() -> Npy.readLongs(labels)).hasMessageContaining("needs 8796093022336");
    }

    @Test
    void aShapeThatOverflows() throws IOException {
        assertFault(
                Npy::mapFloats,
                file("<f4", false, "(4611686018427387, 4611686018427387)", 0),
                "the .npy header cannot be read, no file holds an array of shape [4611686018427387, 4611686018427387]: "
                        + "save the array again with numpy.save");
    }

    @Test
    void aHeaderThatClaimsGigabytes() throws IOException {
        byte[] header = NpyBytes.header(2, "{}");
        header[11] = 0x7f;
        assertFault(
                Npy::mapFloats,
                NpyBytes.write(folder.resolve("g.npy"), header),
                "the .npy header cannot be read, it claims to be 2130706434 bytes long: save the array again with numpy.save");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing | it should have { at character 0",
                "{'descr': '<f4', 'fortran_order': False} | it lacks descr, fortran_order or shape",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)} | it should have True or False at character 34",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)} | it should have the length of a dimension at character 51",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x | it should have the end at character 56",
                "{'descr': '<f4 | it should have a string at character 10",
                "{'color': 'red'} | it should have True or False at character 0",
            })
    void aHeaderThatIsNoDictionary(String dictionary, String why) throws IOException {
        String expected = dictionary.contains("color") ? "it has an unknown key" : why;
        assertFault(
                Npy::mapFloats,
                NpyBytes.write(folder.resolve("d.npy"), NpyBytes.header(1, dictionary)),
                "the .npy header cannot be read, " + expected + ": save the array again with numpy.save");
    }

    @ParameterizedTest
    @ValueSource(strings = {"|O", "<U8", "|S3", "<M8[ns]", "<c8", "<f16", "|f1", "<b4"})
    void valuesThatAreNoNumbers(String type) throws IOException {
        assertFault(
                Npy::mapFloats,
                file(type, false, "(1, 1)", 8),
                "holds values of dtype " + type + ", not numbers of up to 64 bits: save plain numbers, for example "
                        + "array.astype('float32')");
    }

    @Test
    void records() throws IOException {
        String dictionary = "{'descr': [('x', '<f4'), ('y', '<f4')], 'fortran_order': False, 'shape': (1,), }";
        assertFault(
                Npy::mapFloats,
                NpyBytes.write(folder.resolve("r.npy"), NpyBytes.header(1, dictionary), new byte[8]),
                "holds records (a structured dtype), not numbers: save plain numbers, for example array.astype('float32')");
    }

    @Test
    void anotherNumberOfDimensions() throws IOException {
        assertFault(
                Npy::mapFloats,
                file("<f4", false, "(2, 1, 2, 2)", 32),
                "has shape (2, 1, 2, 2), expected two dimensions, one row per sample: "
                        + "reshape it, for example with array.reshape(n, -1)");
        assertFault(
                Npy::mapTensor,
                file("<f4", false, "(2,)", 32),
                "has shape (2,), expected one entry per sample and two or more dimensions: "
                        + "reshape it, for example with array.reshape(n, -1)");
        assertFault(
                Npy::readLongs,
                file("<i8", false, "(2, 1)", 16),
                "has shape (2, 1), expected one dimension: reshape it, for example with array.reshape(-1)");
    }

    @Test
    void rowsWithoutNumbers() throws IOException {
        assertFault(
                Npy::mapFloats,
                file("<f4", false, "(2, 0)", 0),
                "has shape (2, 0), expected rows of 1 to 536870911 numbers: check how the file was made");
    }

    @Test
    void labelsThatAreReal() throws IOException {
        assertFault(
                Npy::readLongs,
                file("<f8", false, "(2,)", 16),
                "holds float64, expected integers: save it as integers, for example with array.astype('int64')");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyMutationIsReadOrRefused(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(file("<f4", false, "(4, 3)", 48));
        String alphabet = "{}()[]'\",:0123456789LTrueFalse<>|=bifOU \n\0\u00ff";
        int refused = 0;
        for (int trial = 0; trial < 500; trial++) {
            byte[] bytes = java.util.Arrays.copyOf(
                    whole, random.nextInt(8) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int change = random.nextInt(4); change >= 0 && bytes.length > 0; change--) {
                int at = random.nextInt(Math.min(bytes.length, 80));
                bytes[at] = random.nextBoolean()
                        ? (byte) random.nextInt(256)
                        : (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            Path file = Files.write(folder.resolve("fuzz.npy"), bytes);
            try {
                Npy.mapTensor(file).close();
            } catch (PithException e) {
                refused++;
                assertThat(e).hasMessageStartingWith(file + ": ");
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        }
        assertThat(refused).isGreaterThan(100);
    }
}
