/** Work split over a stated number of threads, so that no result depends on how many there are. */
@NullMarked
package dev.pith.parallel;

import org.jspecify.annotations.NullMarked;
