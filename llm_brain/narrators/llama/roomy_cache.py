"""What attention keeps of a prompt, in tensors with some room at their end: a token more is written there, where the
library's own cache copies everything that is kept for each.

It behaves as the library's in all else; a layer's `keys` and `values` are views of the room's filled part.
"""

from functools import cache
from typing import Any

from llm_brain.narrators.llama.libraries import library

ROOM = 256
"""Tokens by which the room grows."""


def new_cache() -> Any:
    """Return an empty cache."""
    return _cache_class()()


@cache
def _cache_class() -> Any:
    theirs = library("transformers.cache_utils")
    layer = type("RoomyLayer", (theirs.DynamicLayer,), {"update": _update})

    def begin(self: Any) -> None:
        theirs.DynamicCache.__init__(self)
        self.layer_class_to_replicate = layer

    return type("RoomyCache", (theirs.DynamicCache,), {"__init__": begin})


def _update(layer: Any, key_states: Any, value_states: Any, *_: Any, **__: Any) -> tuple[Any, Any]:
    """Keep the new tokens' keys and values, [1, heads, new, width], and return all of them."""
    if not layer.is_initialized:
        layer.lazy_initialization(key_states, value_states)
        layer.keys, layer.values = key_states[..., :0, :], value_states[..., :0, :]
        layer.room = None
    layer.room = room = _room_for(layer, key_states)
    begin = layer.keys.shape[-2]
    end = begin + key_states.shape[-2]
    room[0][..., begin:end, :] = key_states
    room[1][..., begin:end, :] = value_states
    layer.keys, layer.values = room[0][..., :end, :], room[1][..., :end, :]
    return layer.keys, layer.values


def _room_for(layer: Any, more: Any) -> tuple[Any, Any]:
    """Return the layer's room, a larger one where the new tokens do not fit."""
    length = layer.keys.shape[-2] + more.shape[-2]
    if layer.room is not None and length <= layer.room[0].shape[-2]:
        return layer.room  # type: ignore[no-any-return]
    shape = (*more.shape[:-2], -(-length // ROOM) * ROOM, more.shape[-1])
    made = (more.new_empty(shape), more.new_empty(shape))
    for wide, kept in zip(made, (layer.keys, layer.values), strict=True):
        wide[..., : kept.shape[-2], :] = kept
    return made
