/** CIFAR-10 and CIFAR-100 in their binary form, unpacked or as the archive that is downloaded. */
@NullMarked
package dev.pith.data.cifar;

import org.jspecify.annotations.NullMarked;
