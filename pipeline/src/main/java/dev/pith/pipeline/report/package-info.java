/** The step {@code report}: gathers what a run holds for the page that {@code dev.pith.report} draws. */
@NullMarked
package dev.pith.pipeline.report;

import org.jspecify.annotations.NullMarked;
