package dev.pith.torch.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardIndexTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeShards() {
        write("m-1-of-2.safetensors", "b", 1);
        write("m-2-of-2.safetensors", "a", 2);
    }

    private void write(String file, String name, float value) {
        SafeTensors.write(folder.resolve(file), Map.of(name, TensorData.of(new float[] {value}, 1)), Map.of());
    }

    private Path index(String json) throws IOException {
        return Files.writeString(folder.resolve("m.safetensors.index.json"), json.replace('\'', '"'));
    }

    @Test
    void tensorsComeFromAllFiles() throws IOException {
        StateDict read = Checkpoints.read(index("{'metadata': {'total_size': 8},\n"
                + " 'weight_map': {'a': 'm-2-of-2.safetensors', 'b': 'm-1-of-2.safetensors'}}"));
        assertThat(read.tensors().keySet()).containsExactly("a", "b");
        assertThat(read.tensor("a").floats()).containsExactly(2);
        assertThat(read.tensor("b").floats()).containsExactly(1);
        assertThat(read.notes()).containsExactly("the weights were taken from the 2 files it names");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'weight_map': {'a': 'm-3.safetensors'}} | names m-3.safetensors, which is not beside it: download all",
                "{'weight_map': {'c': 'm-1-of-2.safetensors'}} | names the tensor c, which m-1-of-2.safetensors does not hold",
                "{'weight_map': {'a': '../m-1-of-2.safetensors'}} | names a file ../m-1-of-2.safetensors, which is none beside it",
                "{'weight_map': {'a': 'm.safetensors.index.json'}} | names m.safetensors.index.json, which cannot be used, it is neither",
                "{'hidden_size': 48} | is JSON without a weight_map: name the file of weights, or its index",
                "{'weight_map': {'a' | begins as JSON and cannot be read as such",
            })
    void whatCannotBeFollowedIsRefused(String json, String fault) throws IOException {
        Path index = index(json);
        assertThatThrownBy(() -> Checkpoints.read(index))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(index + ": " + fault);
    }
}
