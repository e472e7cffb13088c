/**
 * What the commands do, as a Java API.
 *
 * <p>{@link dev.pith.pipeline.Quantization} is the short way: a source goes in, a selection comes out. Below it each
 * step is a class that takes a {@link dev.pith.pipeline.session.Session} and its settings, writes its files into the
 * run, and goes on where an earlier process was stopped.
 */
@NullMarked
package dev.pith.pipeline;

import org.jspecify.annotations.NullMarked;
