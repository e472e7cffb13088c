/** Small programs that use Pith as a library; each is compiled and run by a test. */
@NullMarked
package dev.pith.examples;

import org.jspecify.annotations.NullMarked;
