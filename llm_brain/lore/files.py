"""A file that somebody brings, read as what it is: a lorebook, or a character card as JSON or inside a picture."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from llm_brain.lore import cards, drafts, lorebooks, png_text
from llm_brain.lore.drafts import Imported
from llm_brain.lore.errors import FileNotUnderstood


def read(data: bytes) -> Imported:
    """Return what a file holds. Raises FileNotUnderstood saying why nothing of it can be taken."""
    if not data:
        raise FileNotUnderstood(reason="It is empty.")
    if len(data) > drafts.MOST_FILE_BYTES:
        most = drafts.MOST_FILE_BYTES // 2**20
        raise FileNotUnderstood(reason=f"It is too large; {most} MB is the most.")
    body = _json(_card_inside(data) if png_text.is_png(data) else data)
    found = Imported()
    if cards.is_card(body):
        cards.read(body, found)
    elif lorebooks.is_lorebook(body):
        lorebooks.read(body, found)
    elif isinstance(body, Mapping) and lorebooks.is_lorebook(body.get("data")):
        lorebooks.read(body["data"], found)  # a lorebook by itself, as version 3 writes it
    else:
        raise FileNotUnderstood(reason="It is JSON, but neither a lorebook nor a card.")
    if not found.entries and not found.people:
        why = " ".join(found.problems[:3]) or "It holds no entry."
        raise FileNotUnderstood(reason=why)
    return found


def _card_inside(data: bytes) -> bytes:
    texts = png_text.texts(data)
    packed = texts.get("ccv3") or texts.get("chara")
    if not packed:
        raise FileNotUnderstood(reason="It is a picture without a card inside.")
    try:
        return base64.b64decode(packed, validate=False)
    except (binascii.Error, ValueError) as error:
        raise FileNotUnderstood(reason="The card inside the picture is damaged.") from error


def _json(data: bytes) -> Any:
    """Return the JSON value of a file. Raises FileNotUnderstood."""
    if len(data) > drafts.MOST_JSON_BYTES:
        most = drafts.MOST_JSON_BYTES // 2**20
        raise FileNotUnderstood(reason=f"Its text is too long; {most} MB is the most.")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileNotUnderstood(reason="It is no UTF-8 text.") from error
    except RecursionError as error:
        raise FileNotUnderstood(reason="It is nested too deeply.") from error
    except ValueError as error:
        raise FileNotUnderstood(reason="It is no JSON.") from error
