/** The cropped digits of SVHN, which are published as MATLAB files. */
@NullMarked
package dev.pith.data.svhn;

import org.jspecify.annotations.NullMarked;
