/** What may be wrong with images, seen by their pixels alone. */
@org.jspecify.annotations.NullMarked
package dev.pith.data.check;
