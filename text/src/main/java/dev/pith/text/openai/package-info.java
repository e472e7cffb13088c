/** Embeddings from an endpoint that speaks as OpenAI's does: the only package here that reaches over the network. */
@NullMarked
package dev.pith.text.openai;

import org.jspecify.annotations.NullMarked;
