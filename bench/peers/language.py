"""Language models beside Pith's, with transformers.

    language.py make SHAPE FOLDER                      a model of random weights: gpt2-14m or llama-14m
    language.py speed FOLDER LENGTH BATCH STEPS REPEATS [--bfloat16]
    language.py check FOLDER [ADAPTER]                 what Pith saved opens here: prints the loss of a fixed text

`speed` trains the usual way on random tokens and prints one number per repetition: tokens per second. A LENGTH below 0 means texts of 16 to that many
tokens, padded to the longest of their batch; padding is not counted.
"""

import argparse
import time

import torch
from transformers import AutoModelForCausalLM, GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

SHAPES = {
    "gpt2-14m": lambda: GPT2LMHeadModel(
        GPT2Config(
            vocab_size=8192, n_embd=384, n_layer=6, n_head=6, n_positions=512, attn_pdrop=0, embd_pdrop=0, resid_pdrop=0, bos_token_id=0, eos_token_id=0
        )
    ),
    "llama-14m": lambda: LlamaForCausalLM(
        LlamaConfig(
            vocab_size=8192,
            hidden_size=384,
            intermediate_size=1024,
            num_hidden_layers=6,
            num_attention_heads=6,
            num_key_value_heads=6,
            max_position_embeddings=512,
            tie_word_embeddings=True,
            bos_token_id=0,
            eos_token_id=0,
        )
    ),
}


def batches(length, batch, steps, vocabulary):
    generator = torch.Generator().manual_seed(1)
    made = []
    for _ in range(steps):
        lengths = [length] * batch if length > 0 else torch.randint(16, 1 - length, (batch,), generator=generator).tolist()
        ids = torch.randint(0, vocabulary, (batch, max(lengths)), generator=generator)
        mask = torch.zeros_like(ids)
        for i, own in enumerate(lengths):
            mask[i, :own] = 1
        made.append((ids, mask, ids.masked_fill(mask == 0, -100), sum(lengths)))
    return made


def speed(arguments):
    model = AutoModelForCausalLM.from_pretrained(arguments.folder)
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5, betas=(0.9, 0.95), weight_decay=0.1)
    made = batches(arguments.length, arguments.batch, arguments.steps, model.config.vocab_size)
    for repeat in range(arguments.repeats + 1):
        started = time.perf_counter()
        for ids, mask, labels, _ in made:
            optimizer.zero_grad()
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=arguments.bfloat16):
                loss = model(input_ids=ids, attention_mask=mask, labels=labels, use_cache=False).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1)
            optimizer.step()
        if repeat > 0:  # the first warms up
            print(f"{sum(tokens for *_, tokens in made) / (time.perf_counter() - started):.1f}", flush=True)


def check(arguments):
    model, problems = AutoModelForCausalLM.from_pretrained(arguments.folder, output_loading_info=True)
    assert not problems["missing_keys"] and not problems["unexpected_keys"] and not problems["mismatched_keys"], problems
    if arguments.adapter:
        from peft import PeftModel

        model = PeftModel.from_pretrained(model, arguments.adapter)
    model = model.double().eval()
    ids = torch.arange(1, 13)[None] % model.config.vocab_size
    with torch.no_grad():
        print(f"{model(input_ids=ids, labels=ids).loss.item():.6f}")


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("make")
    command.add_argument("shape", choices=SHAPES)
    command.add_argument("folder")
    command.set_defaults(run=lambda arguments: SHAPES[arguments.shape]().save_pretrained(arguments.folder))
    command = commands.add_parser("speed")
    command.add_argument("folder")
    for number in ("length", "batch", "steps", "repeats"):
        command.add_argument(number, type=int)
    command.add_argument("--bfloat16", action="store_true")
    command.set_defaults(run=speed)
    command = commands.add_parser("check")
    command.add_argument("folder")
    command.add_argument("adapter", nargs="?")
    command.set_defaults(run=check)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    arguments.run(arguments)


if __name__ == "__main__":
    main()
