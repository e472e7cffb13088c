/**
 * Networks: their layers, one class per family, and the names by which {@code --net} finds them. Parameter names are
 * those of the libraries whose checkpoints they load.
 *
 * <p>May use {@code dev.pith.torch} and {@code checkpoint}, and nothing else of the module. What takes or returns
 * tensors here is for the module alone.
 */
@NullMarked
package dev.pith.torch.network;

import org.jspecify.annotations.NullMarked;
