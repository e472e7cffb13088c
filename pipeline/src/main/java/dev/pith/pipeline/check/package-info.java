/** The step {@code check}: what may be wrong with the images of a source, listed for whoever decides. */
@org.jspecify.annotations.NullMarked
package dev.pith.pipeline.check;
