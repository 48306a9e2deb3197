"""Forms filled by the model in this process: at every token only what the schema allows can be chosen, so that even random
weights answer with an instance.

The grammar knows the model's vocabulary without its control tokens: none can ever be written into a form. It steps with the
tellings, one token at a time, and stops between any two.
"""

import json
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any

from llm_brain.narrators.forms import Filled, Form, FormNotFilled
from llm_brain.narrators.llama.faults import LibrariesMissing
from llm_brain.narrators.llama.libraries import library
from llm_brain.narrators.llama.loading import Loaded
from llm_brain.narrators.llama.speaking import Speaking

CACHE_BYTES = 32_000_000
"""What compiled schemas may take: those of one scene come again with the next message."""
Choose = Callable[[Any], int]


class Bound:
    """One answer as far as it is written: which tokens may come next."""

    def __init__(self, matcher: Any, mask: Any, torch: Any) -> None:
        self._matcher, self._mask, self._torch = matcher, mask, torch
        self._bits = torch.arange(32, dtype=torch.int32)

    @property
    def is_over(self) -> bool:
        """Whether the answer is whole."""
        return bool(self._matcher.is_terminated())

    def choosing(self, choose: Choose) -> Choose:
        """Return a way of choosing that never leaves the schema."""

        def chosen(logits: Any) -> int:
            token = choose(logits.masked_fill(~self._allowed(logits), float("-inf")))
            if not self._matcher.accept_token(token):
                raise RuntimeError(f"token {token} is not of the schema")
            return token

        return chosen

    def _allowed(self, logits: Any) -> Any:
        """Return which tokens may come next, as booleans of the logits' shape, [vocabulary]."""
        self._matcher.fill_next_token_bitmask(self._mask)
        bits = (self._mask[0][:, None] >> self._bits) & 1
        return bits.flatten()[: logits.shape[-1]].bool().to(logits.device)


class Forcing:
    """The grammars of one loaded model. Many threads may use it."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self._torch, self._xgrammar = library("torch"), library("xgrammar")
        xgr = self._xgrammar
        described = loaded.skeleton.described()
        known = xgr.TokenizerInfo._detect_metadata_from_hf(described)
        self._info = xgr.TokenizerInfo(
            loaded.skeleton.vocabulary(),
            vocab_type=known["vocab_type"],
            vocab_size=int(loaded.model.config.vocab_size),
            stop_token_ids=sorted(loaded.ends),
            add_prefix_space=known["add_prefix_space"],
        )
        self._bytes = self._info.decoded_vocab
        self._compiler = xgr.GrammarCompiler(
            self._info, max_threads=1, cache_limit_bytes=CACHE_BYTES
        )
        self._lock = threading.Lock()

    def bound(self, schema: dict[str, Any]) -> Bound:
        """Return the bounds of a fresh answer. Raises RuntimeError for a schema it cannot follow."""
        xgr = self._xgrammar
        with self._lock:
            grammar = self._compiler.compile_json_schema(json.dumps(schema), any_whitespace=False)
        matcher = xgr.GrammarMatcher(grammar, terminate_without_stop_token=True)
        return Bound(matcher, xgr.allocate_token_bitmask(1, self._info.vocab_size), self._torch)

    def fill(
        self, speaking: Speaking, ids: list[int], form: Form[Filled], given_up: threading.Event
    ) -> Filled:
        """Return the filled form. Raises FormNotFilled, RuntimeError."""
        bound = self.bound(form.schema)
        written: list[int] = []
        tokens = speaking.tokens(ids, form.sampling, form.table, form.seed, bound)
        with closing(tokens):
            for token in tokens:
                if given_up.is_set():
                    raise FormNotFilled(reason="nobody waits for it any more")
                if token is not None:
                    written.append(token)
                if bound.is_over:
                    break
        if not bound.is_over:
            raise FormNotFilled(reason=f"it was not whole after {len(written)} tokens")
        return form.read(b"".join(self._bytes[token] for token in written).decode())


class Forms:
    """Fills forms with whichever model is loaded; its grammars are made with the first form."""

    def __init__(self) -> None:
        self._forcing: Forcing | None = None
        self._lock = threading.Lock()

    def fill(
        self,
        loaded: Loaded,
        speaking: Speaking,
        ids: list[int],
        form: Form[Filled],
        given_up: threading.Event,
    ) -> Filled:
        """Return the filled form. Raises FormNotFilled."""
        try:
            return self._of(loaded).fill(speaking, ids, form, given_up)
        except LibrariesMissing as fault:
            raise FormNotFilled(reason=str(fault).rstrip(".")) from fault
        except (RuntimeError, ValueError) as error:
            said = " ".join(str(error).split())[:200]
            raise FormNotFilled(reason=said or type(error).__name__) from error

    def _of(self, loaded: Loaded) -> Forcing:
        with self._lock:
            if self._forcing is None or self._forcing.loaded is not loaded:
                self._forcing = Forcing(loaded)
            return self._forcing
