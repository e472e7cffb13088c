package dev.pith.pipeline.feature;

import dev.pith.PithException;
import dev.pith.pipeline.session.Session;
import dev.pith.text.openai.OpenAiEmbedder;

/** Whether texts may be sent to a remote embedder. */
final class Consent {
    private Consent() {}

    /**
     * Asks whether texts may be sent.
     *
     * @throws PithException when they may not
     */
    static void ask(Session session, OpenAiEmbedder remote, Iterable<String> texts) {
        String amount = remote.url() + " would get " + remote.estimate(texts);
        if (!session.agrees(amount + "; send them?")) {
            throw new PithException(
                    amount + "; nothing was sent: `yes` sends them, `embedder minilm` needs no network");
        }
    }
}
