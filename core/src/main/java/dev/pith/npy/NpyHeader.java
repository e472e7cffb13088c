package dev.pith.npy;

/** Placeholder. */
record NpyHeader(int a) {}
