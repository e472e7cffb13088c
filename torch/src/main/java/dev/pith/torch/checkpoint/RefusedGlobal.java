package dev.pith.torch.checkpoint;

import java.io.IOException;

/** A pickle names a class or function that is not on the list of {@link Globals}; the message is that name. */
final class RefusedGlobal extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedGlobal(String name) {
        super(Names.shown(name));
    }
}
