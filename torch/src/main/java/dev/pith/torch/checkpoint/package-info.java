/**
 * Files that hold the weights of networks: {@code .safetensors}, PyTorch's {@code .pth} in both its
 * forms, and TorchScript.
 *
 * <p>What is read is data, never a program: a pickle may name what is on a short list and nothing else, and what it
 * names is not run. Lengths are compared with the file before anything is allocated for them. Files are memory-mapped
 * and tensors converted one at a time, when asked; a file must not be made shorter while its tensors are in use.
 *
 * <p>Only {@code TorchScript} needs the native library.
 *
 * @see <a href="https://huggingface.co/docs/safetensors/index#format">safetensors format</a>
 * @see <a href="https://docs.pytorch.org/docs/stable/notes/serialization.html">PyTorch serialization semantics</a>
 */
@NullMarked
package dev.pith.torch.checkpoint;

import org.jspecify.annotations.NullMarked;
