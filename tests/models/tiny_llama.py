"""Makes a Llama of random weights and a tokenizer trained on the spot, with Llama 3's control tokens and shape of prompt."""

from itertools import pairwise
from pathlib import Path
from typing import Any

CONTROLS = [
    "<|begin_of_text|>", "<|end_of_text|>", "<|reserved_special_token_0|>", "<|reserved_special_token_1|>",
    "<|finetune_right_pad_id|>", "<|start_header_id|>", "<|end_header_id|>", "<|eom_id|>", "<|eot_id|>", "<|python_tag|>",
]  # fmt: skip
TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}"
    "{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' }}"
    "{% if message['role'] == 'system' %}{{ 'Today Date: ' + (date_string or '1 Jan 1970') + '\n\n' }}{% endif %}"
    "{{ message['content'] | trim + '<|eot_id|>' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"
)
SAYS = "The rain is cold on the stones! A bell rings under water. Who waits below?"
LEARNT = SAYS + " You open the door, and the goblin falls."
WORDS = r"'(?:s|t|re|ve|m|ll|d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


def tokenizer() -> Any:
    """Return a byte-level tokenizer with Llama 3's way of cutting words."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(WORDS), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    made.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    learner = trainers.BpeTrainer(vocab_size=700, initial_alphabet=alphabet, show_progress=False)
    made.train_from_iterator([LEARNT] * 4, learner)
    made.add_special_tokens([AddedToken(text, special=True, normalized=False) for text in CONTROLS])
    return made


def checkpoint(folder: Path, seed: int = 0, **changes: Any) -> Path:
    """Save a model and its tokenizer, and return the folder."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    speaks = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer(), bos_token=CONTROLS[0], eos_token="<|eot_id|>", chat_template=TEMPLATE
    )  # fmt: skip
    torch.manual_seed(seed)
    shape = {
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 8192,
    }
    config = LlamaConfig(
        vocab_size=len(speaks), bos_token_id=speaks.bos_token_id,
        eos_token_id=[speaks.eos_token_id], **(shape | changes),
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    speaks.save_pretrained(folder)
    return folder


def taught(folder: Path, says: str = SAYS, **changes: Any) -> Path:
    """Save a model that answers everything with the same words: each token only knows the one after it."""
    import torch
    from transformers import AutoTokenizer, LlamaForCausalLM

    checkpoint(folder, hidden_size=256, **changes)
    speaks = AutoTokenizer.from_pretrained(folder)
    model = LlamaForCausalLM.from_pretrained(folder, dtype=torch.float32)
    start = speaks.encode("\n\n", add_special_tokens=False)[-1]
    chain = [start, *speaks.encode(says, add_special_tokens=False), speaks.eos_token_id]
    assert len(set(chain)) == len(chain), "a token with two successors"
    with torch.no_grad():
        for layer in model.model.layers:
            layer.self_attn.o_proj.weight.zero_()
            layer.mlp.down_proj.weight.zero_()
        model.lm_head.weight.zero_()
        known = torch.nn.functional.normalize(model.model.embed_tokens.weight, dim=-1)
        for token, after in pairwise(chain):
            model.lm_head.weight[after] = known[token] * 4
    model.save_pretrained(folder)
    return folder
