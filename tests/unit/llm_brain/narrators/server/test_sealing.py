"""A server's key, sealed for the database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from llm_brain.narrators.server.sealing import Seal, SealBroken


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=200))
def test_what_is_sealed_can_be_opened_by_every_brain_with_the_same_secret(key: str) -> None:
    sealed = Seal(SecretStr("secret")).sealed(SecretStr(key))
    assert Seal(SecretStr("secret")).opened(sealed).get_secret_value() == key


def test_the_key_is_not_in_what_is_stored() -> None:
    assert b"a-long-key" not in Seal(SecretStr("secret")).sealed(SecretStr("a-long-key"))


def test_another_secret_does_not_open_it() -> None:
    sealed = Seal(SecretStr("secret")).sealed(SecretStr("key"))
    with pytest.raises(SealBroken):
        Seal(SecretStr("another")).opened(sealed)


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"gAAAAA"])
def test_what_is_damaged_is_not_opened(damage: bytes) -> None:
    with pytest.raises(SealBroken):
        Seal(SecretStr("secret")).opened(damage)
