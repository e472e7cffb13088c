package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DataCommandTest {
    @Test
    void listsWhatThereIs() throws IOException {
        Invocation list = Invocation.of("data", "list");
        assertThat(list.exitCode()).isZero();
        assertThat(list.out()).contains("fashion-mnist-mini", "travels with pith", "cifar100");
        assertThat(new ObjectMapper()
                        .readTree(Invocation.of("data", "list", "--format", "json")
                                .out())
                        .findValuesAsText("name"))
                .contains("fashion-mnist-mini", "mnist", "svhn");
    }

    @Test
    void whatTravelsWithPithIsNotFetched() {
        assertThat(Invocation.of("data", "fetch", "fashion-mnist-mini"))
                .isEqualTo(new Invocation(
                        1, "", "pith: fashion-mnist-mini: travels with Pith, there is nothing to fetch\n"));
    }
}
