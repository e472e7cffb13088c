/** What may be wrong with samples: wrong labels, outliers, copies; on numbers alone, wherever they come from. */
@org.jspecify.annotations.NullMarked
package dev.pith.check;
