/** MinHash: how much two texts have in common letter by letter, without any network. */
@NullMarked
package dev.pith.text.minhash;

import org.jspecify.annotations.NullMarked;
