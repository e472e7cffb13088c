/** What all packages share: rankings, and the one exception whose message is meant for the user. */
@NullMarked
package dev.pith;

import org.jspecify.annotations.NullMarked;
