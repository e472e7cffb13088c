/** What a person sees: results, progress, failures. */
@NullMarked
package dev.pith.cli.console;

import org.jspecify.annotations.NullMarked;
