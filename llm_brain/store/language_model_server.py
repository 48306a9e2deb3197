"""Table `language_model_server`: the server an operator chose for all brains. One row, or none."""

from dataclasses import dataclass

from psycopg2.extensions import connection

from llm_brain.store.rows import execute, fetch_one


@dataclass(frozen=True)
class KeptServer:
    """The row. Without addresses there is to be no server; `sealed_key` is encrypted."""

    base_urls: tuple[str, ...]
    model: str
    sealed_key: bytes | None


def get(held: connection) -> KeptServer | None:
    """Return what was chosen; None where the environment counts."""
    row = fetch_one(held, "SELECT base_urls, model, sealed_key FROM language_model_server")
    if row is None:
        return None
    sealed = row["sealed_key"]
    key = bytes(sealed) if sealed is not None else None
    return KeptServer(tuple(row["base_urls"]), row["model"], key)


def keep(held: connection, chosen: KeptServer) -> None:
    """Keep a choice in the place of any earlier one."""
    execute(
        held,
        """INSERT INTO language_model_server (base_urls, model, sealed_key) VALUES (%s, %s, %s)
           ON CONFLICT (is_the_only_row) DO UPDATE SET base_urls = excluded.base_urls, model = excluded.model,
               sealed_key = excluded.sealed_key, chosen_at = now()""",
        (list(chosen.base_urls), chosen.model, chosen.sealed_key),
    )


def forget(held: connection) -> None:
    """Let the environment count again."""
    execute(held, "DELETE FROM language_model_server")
