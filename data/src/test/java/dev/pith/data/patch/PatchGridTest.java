package dev.pith.data.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import org.junit.jupiter.api.Test;

class PatchGridTest {
    @Test
    void everyPixelLiesInItsPatch() {
        for (PatchGrid grid : new PatchGrid[] {
            new PatchGrid(32, 32, 14, 14),
            new PatchGrid(500, 375, 14, 14),
            new PatchGrid(7, 5, 5, 7),
            new PatchGrid(28, 28, 4, 2)
        }) {
            for (int row = 0; row < grid.rows(); row++) {
                for (int column = 0; column < grid.columns(); column++) {
                    for (int y = grid.top(row); y < grid.top(row + 1); y++) {
                        for (int x = grid.left(column); x < grid.left(column + 1); x++) {
                            assertThat(grid.patch(x, y)).isEqualTo(row * grid.columns() + column);
                        }
                    }
                }
            }
            assertThat(grid.top(grid.rows())).isEqualTo(grid.height());
            assertThat(grid.left(grid.columns())).isEqualTo(grid.width());
        }
    }

    @Test
    void squarePatchesMustFit() {
        assertThat(PatchGrid.of(32, 16, 4)).isEqualTo(new PatchGrid(32, 16, 4, 8));
        assertThatThrownBy(() -> PatchGrid.of(28, 28, 8))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        "images of 28 x 28 pixels cannot be cut into patches of 8 x 8; use a side that divides both:"
                                + " 1, 2, 4, 7, 14");
        assertThatThrownBy(() -> new PatchGrid(4, 4, 5, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
