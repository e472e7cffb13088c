/** Sources: where samples come from, each with a stable id (its position) and a key (its name in the source). */
@NullMarked
package dev.pith.data;

import org.jspecify.annotations.NullMarked;
