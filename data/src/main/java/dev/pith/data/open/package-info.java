/**
 * Opens a source by its name: {@link dev.pith.data.open.Sources} knows every kind, the packages of the kinds know parts
 * of each other at most.
 */
@NullMarked
package dev.pith.data.open;

import org.jspecify.annotations.NullMarked;
