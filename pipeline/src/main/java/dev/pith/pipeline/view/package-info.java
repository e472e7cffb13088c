/**
 * A run to look at in a browser, and to act on: what it holds as arrays, a server of this machine alone that hands them
 * out, and the selections that a person saves. Reads a run and changes nothing in it but those files. May know the
 * other packages of the pipeline, which do not know it.
 */
package dev.pith.pipeline.view;
