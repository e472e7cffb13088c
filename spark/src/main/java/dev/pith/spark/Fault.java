package dev.pith.spark;

import java.io.Serializable;

/**
 * What is wrong with a row.
 *
 * @param position the row's place in the order of ids
 * @param what in words that follow the id
 */
record Fault(int position, String what) implements Serializable {}
