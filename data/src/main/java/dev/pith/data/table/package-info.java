/**
 * Parquet and CSV files as sources of images or records, read by DuckDB. Rows are read in blocks when asked for, so
 * that a table need not fit in memory.
 */
@NullMarked
package dev.pith.data.table;

import org.jspecify.annotations.NullMarked;
