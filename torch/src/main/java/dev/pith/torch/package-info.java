/**
 * Tensors and the settings of the native library. PyTorch's types appear in this module only: what other modules call
 * takes and returns Java arrays and records.
 *
 * <p>Native memory is owned by scopes: a training step or a batch opens a {@code PointerScope}, functions that return
 * tensors open none, and what outlives a scope (the parameters of a network, the state of an optimizer) belongs to an
 * object that is closed.
 */
@NullMarked
package dev.pith.torch;

import org.jspecify.annotations.NullMarked;
