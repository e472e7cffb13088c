/**
 * Sentence-transformer networks exported to ONNX, run in this process. The only package that names ONNX Runtime
 * and the tokenizers.
 */
@NullMarked
package dev.pith.text.onnx;

import org.jspecify.annotations.NullMarked;
