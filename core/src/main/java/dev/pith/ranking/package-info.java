/**
 * Rankings: ids in the order in which they were picked, each with its gain; and the methods that rank
 * without an objective.
 */
@NullMarked
package dev.pith.ranking;

import org.jspecify.annotations.NullMarked;
