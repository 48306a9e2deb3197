"""A prompt of any length as embeddings: a CLIP encoder reads 77 tokens, so longer words are read in windows.

Each window holds 75 tokens between its begin and end marks; the windows' embeddings are laid end to end, and the shorter of
prompt and negative prompt is filled up with empty windows. Models with other encoders get the words themselves.
"""

from typing import Any

WINDOWED = frozenset({"StableDiffusionPipeline", "StableDiffusionXLPipeline"})


def prompt_arguments(torch: Any, pipe: Any, prompt: str, negative: str) -> dict[str, Any]:
    """Return what the pipeline's call is given for these words."""
    kind = type(pipe).__name__
    if kind not in WINDOWED:
        return {"prompt": prompt, "negative_prompt": negative}
    if kind == "StableDiffusionPipeline":
        (here, _), (there, _) = _pair(
            torch, pipe, pipe.tokenizer, pipe.text_encoder, prompt, negative
        )
        return {"prompt_embeds": here, "negative_prompt_embeds": there}
    return _of_xl(torch, pipe, prompt, negative)


def _of_xl(torch: Any, pipe: Any, prompt: str, negative: str) -> dict[str, Any]:
    """Read with both of XL's encoders; the pooled reading is the second's, of the first window."""
    pairs = [(pipe.tokenizer, pipe.text_encoder), (pipe.tokenizer_2, pipe.text_encoder_2)]
    read = [
        _pair(torch, pipe, tokenizer, encoder, prompt, negative, is_xl=True)
        for tokenizer, encoder in pairs
        if encoder is not None
    ]
    longest = max(pair[0][0].shape[1] for pair in read)
    assert all(pair[0][0].shape[1] == longest for pair in read)
    return {
        "prompt_embeds": torch.cat([pair[0][0] for pair in read], dim=-1),
        "negative_prompt_embeds": torch.cat([pair[1][0] for pair in read], dim=-1),
        "pooled_prompt_embeds": read[-1][0][1],
        "negative_pooled_prompt_embeds": read[-1][1][1],
    }


def _pair(
    torch: Any,
    pipe: Any,
    tokenizer: Any,
    encoder: Any,
    prompt: str,
    negative: str,
    *,
    is_xl: bool = False,
) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """Embed prompt and negative prompt in equally many windows: each (1, windows x 77, width) and its pooled reading."""
    both = [windows(tokenizer, prompt), windows(tokenizer, negative)]
    most = max(map(len, both))
    empty = windows(tokenizer, "")[0]
    read = []
    for rows in both:
        ids = torch.tensor(rows + [empty] * (most - len(rows)), device=pipe._execution_device)
        out = encoder(ids, output_hidden_states=is_xl)
        states = out.hidden_states[-2] if is_xl else out[0]
        read.append((states.reshape(1, -1, states.shape[-1]), out[0][:1] if is_xl else None))
    return read[0], read[1]


def windows(tokenizer: Any, text: str) -> list[list[int]]:
    """Cut a text into rows of token ids as long as the encoder reads (77), marks and filling included."""
    length = tokenizer.model_max_length
    body = length - 2
    ids = tokenizer(text, add_special_tokens=False, truncation=False, verbose=False).input_ids
    filling = tokenizer.eos_token_id if tokenizer.pad_token_id is None else tokenizer.pad_token_id
    rows = []
    for start in range(0, max(1, len(ids)), body):
        row = [tokenizer.bos_token_id, *ids[start : start + body], tokenizer.eos_token_id]
        rows.append(row + [filling] * (length - len(row)))
    return rows
