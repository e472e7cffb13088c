package dev.pith.torch.evaluate;

import dev.pith.torch.train.SoftLabels;

/**
 * What the networks of a comparison learn once more in place of labels, and what tells it from another's word.
 *
 * @param soft of every sample of the source
 * @param fingerprint of their file
 * @param seconds it took to make them, the teacher's training and all
 */
public record Teacher(SoftLabels soft, String fingerprint, double seconds) {
    /** Returns what stands in the identity of a training, {@link SelectionTrial#teacher}. */
    public String identity() {
        return "soft labels " + fingerprint + " at " + soft.temperature();
    }
}
