package dev.pith.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class TensorsTest {
    @Test
    void tidyKeepsTheResultInTheScopeAroundAndFreesTheRest() {
        Tensor sum;
        Tensor[] between = new Tensor[1];
        try (PointerScope scope = new PointerScope()) {
            Tensor x = torch.ones(3);
            sum = Tensors.tidy(() -> {
                between[0] = x.add(x);
                return between[0].add(x);
            });
            assertThat(between[0].isNull()).isTrue();
            assertThat(x.isNull()).isFalse();
            assertThat(Tensors.floats(sum)).containsExactly(3, 3, 3);
        }
        assertThat(sum.isNull()).isTrue();
    }

    @Test
    void tidyWithoutAScopeLeavesTheResultToTheCaller() {
        try (Tensor x = torch.ones(2);
                Tensor sum = Tensors.tidy(() -> x.add(x))) {
            assertThat(Tensors.floats(sum)).containsExactly(2, 2);
        }
    }
}
