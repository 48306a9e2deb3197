"""Writes a checkpoint of `tiny_llama.taught` as GGUF, so that llama.cpp can serve it.

Its attention's and feed-forward's outputs are all zero, so the order of the query and key rows is of no matter.
"""

import json
from pathlib import Path
from typing import Any

NAMES = {
    "model.embed_tokens.weight": "token_embd.weight",
    "model.norm.weight": "output_norm.weight",
    "lm_head.weight": "output.weight",
}
PARTS = {
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


def gguf_of(folder: Path, out: Path) -> Path:
    """Write the checkpoint of a folder to one GGUF file, and return it."""
    import gguf
    import numpy as np
    from safetensors.numpy import load_file

    shape = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    made = gguf.GGUFWriter(out, "llama")
    made.add_name("tiny")
    made.add_context_length(shape["max_position_embeddings"])
    made.add_embedding_length(shape["hidden_size"])
    made.add_block_count(shape["num_hidden_layers"])
    made.add_feed_forward_length(shape["intermediate_size"])
    made.add_head_count(shape["num_attention_heads"])
    made.add_head_count_kv(shape["num_key_value_heads"])
    made.add_layer_norm_rms_eps(shape["rms_norm_eps"])
    made.add_vocab_size(shape["vocab_size"])
    made.add_rope_dimension_count(shape["hidden_size"] // shape["num_attention_heads"])
    made.add_file_type(gguf.LlamaFileType.ALL_F32)
    _tokenizer(made, folder, shape)
    for name, weights in load_file(folder / "model.safetensors").items():
        made.add_tensor(_name(name), np.ascontiguousarray(weights.astype(np.float32)))
    made.write_header_to_file()
    made.write_kv_data_to_file()
    made.write_tensors_to_file()
    made.close()
    return out


def _name(name: str) -> str:
    if name in NAMES:
        return NAMES[name]
    _, _, layer, part = name.split(".", 3)
    return f"blk.{layer}.{PARTS[part.removesuffix('.weight')]}.weight"


def _tokenizer(made: Any, folder: Path, shape: dict[str, Any]) -> None:
    import gguf

    found = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    ids = found["model"]["vocab"]
    controls = {token["content"]: token["id"] for token in found["added_tokens"]}
    tokens = sorted({**ids, **controls}.items(), key=lambda token: token[1])
    assert [number for _, number in tokens] == list(range(shape["vocab_size"]))
    kinds = gguf.TokenType
    made.add_tokenizer_model("gpt2")
    made.add_tokenizer_pre("llama-bpe")
    made.add_token_list([text for text, _ in tokens])
    made.add_token_types(
        [kinds.CONTROL if text in controls else kinds.NORMAL for text, _ in tokens]
    )
    merges = found["model"]["merges"]
    made.add_token_merges([pair if isinstance(pair, str) else " ".join(pair) for pair in merges])
    end = shape["eos_token_id"]
    made.add_bos_token_id(shape["bos_token_id"])
    made.add_eos_token_id(end[0] if isinstance(end, list) else end)
    made.add_chat_template((folder / "chat_template.jinja").read_text(encoding="utf-8"))
