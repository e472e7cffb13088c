/** Embeddings from an endpoint that speaks as OpenAI's does. The only package that names its client, and that reaches over the network. */
@NullMarked
package dev.pith.text.openai;

import org.jspecify.annotations.NullMarked;
