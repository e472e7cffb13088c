/** What the command line says, parsed: each class is a group of options and returns settings of the library. */
@NullMarked
package dev.pith.cli.option;

import org.jspecify.annotations.NullMarked;
