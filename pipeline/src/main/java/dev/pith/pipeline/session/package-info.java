/**
 * What all steps share: the run, its files and samples, the machine, and who hears what happens.
 *
 * <p>A {@link dev.pith.pipeline.session.Session} is a run that somebody works on. Steps print nothing: they tell
 * {@link dev.pith.pipeline.session.Messages}.
 */
@NullMarked
package dev.pith.pipeline.session;

import org.jspecify.annotations.NullMarked;
