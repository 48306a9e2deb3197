"""Every event type there is, one family a file; importing this package registers them all."""

from llm_brain.ledger.events import (  # noqa: F401
    bodies,
    dice,
    fights,
    magic,
    newcomers,
    people,
    powers,
    proposals,
    shapes,
    sheets,
    table,
    things,
    turns,
    world,
)
