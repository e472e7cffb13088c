/**
 * What all packages share: rankings, keys of millions of samples, sorting without objects, and the one exception whose
 * message is meant for the user.
 */
@NullMarked
package dev.pith;

import org.jspecify.annotations.NullMarked;
