# PyTorch trains a small decoder as its users write it, on the CPU, and continues a text with keys and values kept: the peer of transformer/*.
# Leaves networks of images to networks.py.
#   transformer.py [fp32|bf16[-compile]]…
import math
import sys

import torch
from torch import nn
from torch.nn import functional

from figure import print_rate

VOCABULARY, CONTEXT, LAYERS, WIDTH, HEADS = 256, 256, 6, 384, 6
BATCH, PROMPT = 16, 16
MODES = ("fp32", "fp32-compile", "bf16", "bf16-compile")


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.projection = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x, memory=None):
        batch, length, _ = x.shape
        q, k, v = (part.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2) for part in self.qkv(self.first(x)).split(WIDTH, 2))
        if memory is not None:
            k, v = torch.cat((memory[0], k), 2), torch.cat((memory[1], v), 2)
        # With nothing kept, each position looks at itself and those before it; a single new one looks at all.
        mixed = functional.scaled_dot_product_attention(q, k, v, is_causal=length > 1)
        x = x + self.projection(mixed.transpose(1, 2).reshape(batch, length, WIDTH))
        return x + self.down(functional.gelu(self.up(self.second(x)), approximate="tanh")), (k, v)


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(CONTEXT, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, VOCABULARY, bias=False)
        for name, parameter in self.named_parameters():
            if parameter.dim() > 1:
                deviation = 0.02 / math.sqrt(2 * LAYERS) if "projection" in name or "down" in name else 0.02
                nn.init.normal_(parameter, 0, deviation)

    def forward(self, tokens, memories=None):
        start = 0 if memories is None else memories[0][0].shape[2]
        x = self.tokens(tokens) + self.positions(torch.arange(start, start + tokens.shape[1]))
        kept = []
        for index, block in enumerate(self.blocks):
            x, memory = block(x, None if memories is None else memories[index])
            kept.append(memory)
        return self.head(self.norm(x)), kept


def measure(mode):
    decoder = Decoder()
    run = torch.compile(decoder) if mode.endswith("-compile") else decoder
    precision = torch.autocast("cpu", dtype=torch.bfloat16, enabled=mode.startswith("bf16"))
    decayed = [p for p in decoder.parameters() if p.dim() > 1]
    other = [p for p in decoder.parameters() if p.dim() <= 1]
    groups = [{"params": decayed, "weight_decay": 0.1}, {"params": other, "weight_decay": 0.0}]
    # One pass over all parameters: the fastest of its ways of stepping.
    optimiser = torch.optim.AdamW(groups, lr=3e-4, betas=(0.9, 0.95), fused=True)
    text = torch.randint(0, VOCABULARY, (BATCH, CONTEXT + 1))

    def train():
        optimiser.zero_grad(set_to_none=True)
        with precision:
            logits, _ = run(text[:, :-1])
            loss = functional.cross_entropy(logits.reshape(-1, VOCABULARY), text[:, 1:].reshape(-1))
        loss.backward()
        optimiser.step()

    def generate():
        with torch.no_grad(), precision:
            logits, memories = decoder(text[:1, :PROMPT])
            for index in range(CONTEXT - PROMPT):
                token = torch.multinomial(functional.softmax(logits[:, -1].float(), -1), 1)
                if index + 1 < CONTEXT - PROMPT:
                    logits, memories = decoder(token, memories)

    what = {"peer": "transformer", "mode": mode}
    print_rate(train, BATCH * CONTEXT, "tokens/s", 6, 2, **what, phase="train", batch=BATCH)
    # torch.compile would build a program for each length.
    if not mode.endswith("-compile"):
        print_rate(generate, CONTEXT - PROMPT, "tokens/s", 6, 2, **what, phase="generate", batch=1)


if __name__ == "__main__":
    modes = sys.argv[1:] or MODES
    unknown = [mode for mode in modes if mode not in MODES]
    if unknown:
        sys.exit(f"unknown: {' '.join(unknown)}; modes are {' '.join(MODES)}")
    for mode in modes:
        measure(mode)
