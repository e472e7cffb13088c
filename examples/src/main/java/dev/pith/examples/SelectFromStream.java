package dev.pith.examples;

import dev.pith.maximizer.SieveStreaming;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.objective.Concave;
import dev.pith.objective.FeatureBased;
import java.nio.file.Path;
import java.util.Arrays;

/** From {@code features.npy}, of any size, to {@code selection.npy}, in one pass that keeps no row: up to 1,000 ids. */
public final class SelectFromStream {
    private SelectFromStream() {}

    /** Takes the folder of both files. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try (FloatMatrix features = Npy.mapFloats(folder.resolve("features.npy"))) {
            int d = features.columns();
            SieveStreaming sieves = new SieveStreaming(() -> new FeatureBased(d, Concave.SQRT), 1000, 0.1);
            float[] floats = new float[d];
            double[] row = new double[d];
            for (int id = 0; id < features.rows(); id++) {
                features.row(id, floats);
                Arrays.setAll(row, j -> floats[j]);
                sieves.look(id, row);
            }
            Npy.write(folder.resolve("selection.npy"), sieves.ranking().ids());
        }
    }
}
