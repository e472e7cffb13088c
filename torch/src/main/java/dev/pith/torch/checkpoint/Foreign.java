package dev.pith.torch.checkpoint;

/**
 * Stands for a class or function that {@link Globals} does not know, and for whatever a pickle makes of it: nothing is
 * looked up, called or kept but the name. Beside weights it is left out; among them it is refused.
 */
record Foreign(String name) {}
