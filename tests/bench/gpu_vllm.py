"""vLLM's part of `tests.bench.gpu`: the same load as `gpu_words`, for comparison. It needs vLLM, which the project does not.

vLLM makes its own random weights of a configuration that is written here; prompts are ids.
"""

import sys
import tempfile
import time
from typing import Any

from llm_brain.narrators.llama.libraries import library
from tests.bench import real_sizes
from tests.bench.gpu_words import TINY, Load, prompts


def main() -> None:
    load = TINY if "--tiny" in sys.argv else Load()
    vllm: Any = library("vllm")
    with tempfile.TemporaryDirectory() as folder:
        config = real_sizes.config_of(load.size)
        config.architectures = ["LlamaForCausalLM"]
        config.save_pretrained(folder)
        model = vllm.LLM(
            model=folder, load_format="dummy", skip_tokenizer_init=True, dtype=load.dtype,
            max_model_len=4096, gpu_memory_utilization=0.6, enable_prefix_caching=True,
        )  # fmt: skip
        said = vllm.SamplingParams(
            temperature=0.0, max_tokens=load.told, ignore_eos=True, detokenize=False
        )
        for n, tables in enumerate(load.tables):
            asked = prompts(load, int(config.vocab_size), tables, 20_000 + 1000 * n)
            began = time.perf_counter()
            told = model.generate(
                [{"prompt_token_ids": ids} for ids in asked], said, use_tqdm=False
            )
            took = time.perf_counter() - began
            heard = sum(len(one.outputs[0].token_ids) for one in told)
            print(
                f"{tables:3d} tables, vLLM {vllm.__version__:<17} {heard / took:8.1f} tokens/s in all"
            )


if __name__ == "__main__":
    main()
