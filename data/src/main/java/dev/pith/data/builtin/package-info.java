/** Data sets that have a name: the one that travels in the jar, and those that are found on disk or fetched. */
@NullMarked
package dev.pith.data.builtin;

import org.jspecify.annotations.NullMarked;
