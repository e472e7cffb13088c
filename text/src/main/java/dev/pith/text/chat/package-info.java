/** Records as dialogues, their prompts, and both as tokens of which the answers are learned. */
@NullMarked
package dev.pith.text.chat;

import org.jspecify.annotations.NullMarked;
