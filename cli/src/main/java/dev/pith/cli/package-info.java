/** The command line: each command parses, builds a configuration, calls the library, and prints. */
@NullMarked
package dev.pith.cli;

import org.jspecify.annotations.NullMarked;
