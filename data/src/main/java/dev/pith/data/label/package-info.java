/** Labels that lie in a file of their own. */
@NullMarked
package dev.pith.data.label;

import org.jspecify.annotations.NullMarked;
