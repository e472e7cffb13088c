/**
 * The report of a run: one HTML page that needs nothing but a browser.
 *
 * <p>Two halves meet in {@link dev.pith.report.Report}: numbers computed from the run's files, each in a record of its
 * own ({@code BinSpread}, {@code GainTerms}, {@code ClassBalance}, ...), and the page, a template that draws them in
 * the browser from one block of JSON. No number is computed in the page, no HTML is built in Java.
 */
@NullMarked
package dev.pith.report;

import org.jspecify.annotations.NullMarked;
