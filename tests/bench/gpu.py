"""What the neural cast does on this machine's GPU: words, pictures, speech, with random weights of the real sizes.

One command: `python -m tests.bench.gpu [--tiny]`. Each part runs in a process and, where there is one, an environment of
its own (`.cast/<service>`, as `make play CAST=full` makes them); a part whose library is nowhere says so. Without a GPU it
says "no GPU" and ends well; `--tiny` runs all of it with tiny models, on a processor too, to see that the code works. It
prints figures and never fails on them.
"""

import argparse
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SEES_A_GPU = "import sys, torch; sys.exit(0 if torch.cuda.is_available() else 1)"


@dataclass(frozen=True)
class Part:
    """One role's figures: the module that prints them, the library it needs, whose environment may have it."""

    title: str
    module: str
    library: str
    service: str


PARTS = (
    Part("Words: Llama 3.2 3B", "tests.bench.gpu_words", "transformers.generation", "llm_brain"),
    Part("Words: the same on vLLM", "tests.bench.gpu_vllm", "vllm", "llm_brain"),
    Part("Pictures: Stable Diffusion 1.5", "tests.bench.gpu_pictures", "diffusers", "image_gen"),
    Part("Speech: Chatterbox", "tests.bench.gpu_speech", "chatterbox", "tts_voice"),
)


def interpreter_for(part: Part, given: list[str]) -> str | None:
    """Return the first Python that has a part's library, or None."""
    own = ROOT / ".cast" / part.service / "bin" / "python"
    candidates = [sys.executable, *given, *([str(own)] if own.is_file() else [])]
    return next((python for python in candidates if _runs(python, f"import {part.library}")), None)


def has_gpu(given: list[str]) -> bool:
    """Say whether any Python with torch sees a GPU."""
    own = sorted(str(python) for python in (ROOT / ".cast").glob("*/bin/python"))
    return any(_runs(python, SEES_A_GPU) for python in (sys.executable, *given, *own))


def _runs(python: str, code: str) -> bool:
    done = subprocess.run([python, "-c", code], capture_output=True, check=False, cwd=ROOT)
    return done.returncode == 0


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tiny", action="store_true", help="tiny models, on a processor too")
    asked.add_argument(
        "--python", action="append", default=[], help="a further interpreter to look into"
    )
    asked.add_argument("--only", choices=[part.service for part in PARTS])
    chosen = asked.parse_args()
    sees = has_gpu(chosen.python)
    if not sees:
        print("no GPU: no Python here has a torch that sees one")
    if not sees and not chosen.tiny:
        return
    for part in PARTS:
        if chosen.only not in (None, part.service):
            continue
        print(f"\n{part.title}", flush=True)
        python = interpreter_for(part, chosen.python)
        if python is None:
            print(f"left out: {part.library.split('.')[0]} is not installed")
            continue
        command = [python, "-m", part.module, *(["--tiny"] if chosen.tiny else [])]
        done = subprocess.run(command, check=False, cwd=ROOT)
        if done.returncode:
            print(f"this part ended with {done.returncode}")


if __name__ == "__main__":
    main()
