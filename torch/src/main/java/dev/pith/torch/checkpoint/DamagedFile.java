package dev.pith.torch.checkpoint;

import java.io.IOException;

/** A file is not as its format says. The message says what is wrong and leaves out the file's name. */
final class DamagedFile extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedFile(String fault) {
        super(fault + ": copy or download it again");
    }
}
