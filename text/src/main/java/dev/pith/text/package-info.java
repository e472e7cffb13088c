/**
 * Texts as features: what an embedder is, which there are, and how the records of a source are embedded so that a
 * killed process loses nothing. Knows core and data; each embedder lives in a package of its own with the
 * library it needs.
 */
@NullMarked
package dev.pith.text;

import org.jspecify.annotations.NullMarked;
