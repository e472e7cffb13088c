package dev.pith.npy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Path archive = Files.write(folder.resolve("a.npy"), "PK\3\4and so on".getBytes(StandardCharsets.US_ASCII));
        assertFault(Npy::mapFloats, archive, "is an .npz archive by its content: rename it to end in .npz");
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
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "<M8[ns]; a.astype('float32')",
                "<f16; a.astype('float32')",
                "|f1; a.astype('float32')",
                "<b4; a.astype('float32')",
                "<c8; numpy.concatenate([a.real, a.imag], axis=-1)"
            })
    void valuesThatAreNoNumbers(String type, String remedy) throws IOException {
        assertFault(
                Npy::mapFloats,
                file(type, false, "(1, 1)", 8),
                "holds values of dtype " + type + ", not numbers of up to 64 bits: " + saved(remedy));
    }

    private static String saved(String expression) {
        return "in Python, a = numpy.load('a.npy'); numpy.save('mended.npy', " + expression + ")";
    }

    @Test
    void whatNumbersNeverAre() throws IOException {
        assertFault(
                Npy::mapFloats,
                file("<V2", false, "(1, 1)", 8),
                "holds dtype <V2, as NumPy stores bfloat16: "
                        + saved("(a.view('uint16').astype('uint32') << 16).view('float32')"));
        assertFault(
                Npy::mapFloats,
                file("|V1", false, "(1, 1)", 8),
                "holds values of dtype |V1, not numbers of up to 64 bits: make it float32 before numpy.save, with the"
                        + " library that has the type");
        assertFault(
                Npy::mapFloats,
                file("|O", false, "(1, 1)", 8),
                "holds Python objects, not numbers: load it where it was made with allow_pickle=True, and save"
                        + " a.astype('float32') or, of words, text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<U8", "|S3"})
    void labelsThatAreWords(String type) throws IOException {
        assertFault(
                Npy::readLongs,
                file(type, false, "(1,)", 32),
                "holds words (dtype " + type + "), not numbers: labels may be words in a text file: in Python, a ="
                        + " numpy.load('a.npy'); numpy.savetxt('labels.txt', a.astype(str), fmt='%s', encoding='utf-8')");
    }

    @Test
    void records() throws IOException {
        String dictionary = "{'descr': [('x', '<f4'), ('y', '<f4')], 'fortran_order': False, 'shape': (1,), }";
        assertFault(
                Npy::mapFloats,
                NpyBytes.write(folder.resolve("r.npy"), NpyBytes.header(1, dictionary), new byte[8]),
                "holds records (a structured dtype), not numbers: in Python, a = numpy.load('r.npy');"
                        + " numpy.save('mended.npy', numpy.array(a.tolist(), 'float32'))");
    }

    @Test
    void anotherNumberOfDimensions() throws IOException {
        assertFault(
                Npy::mapFloats,
                file("<f4", false, "(2, 1, 2, 2)", 32),
                "has shape (2, 1, 2, 2), expected two dimensions, one row per sample: "
                        + saved("a.reshape(len(a), -1)"));
        assertFault(
                Npy::mapTensor,
                file("<f4", false, "(2,)", 32),
                "has shape (2,), expected one entry per sample and two or more dimensions: "
                        + saved("a.reshape(len(a), -1)"));
        assertFault(
                Npy::readLongs,
                file("<i8", false, "(2, 1)", 16),
                "has shape (2, 1), expected one dimension: " + saved("a.reshape(-1)"));
        assertFault(
                Npy::readLongs,
                file("<i8", false, "(2, 3)", 48),
                "has shape (2, 3), expected one dimension: if each row has a one at its class, "
                        + saved("a.argmax(axis=1)"));
        assertFault(
                Npy::mapFloats,
                file("<f4", false, "()", 4),
                "has shape (), expected two dimensions, one row per sample: " + saved("a.reshape(1, -1)"));
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
                "holds float64, expected integers: " + saved("a.astype('int64')"));
    }
}
