package dev.pith.torch.network;

import java.util.Locale;

/** Networks of golden values that are too narrow to have a name. */
public final class GoldenNetworks {
    private GoldenNetworks() {}

    /** Returns a convnet of width 16 and depth 3, in evaluation mode. */
    public static Network convNet16(InputShape input, int classes, String normalization) {
        ConvNet.Options options = ConvNet.Options.DEFAULT
                .width(16)
                .normalization(Normalization.valueOf(normalization.toUpperCase(Locale.ROOT)));
        return new ConvNet(new Parameters(0), input, classes, options);
    }
}
