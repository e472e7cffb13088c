package dev.pith.torch.parallel;

/** Another process of a data-parallel training is gone. Why, whoever started the processes can tell. */
public final class ProcessLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProcessLost(Throwable cause) {
        super("another process of this training is gone", cause);
    }
}
