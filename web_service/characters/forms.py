"""The one form here: which ready-made hero."""

from typing import Any

from django import forms


class HeroForm(forms.Form):
    """A hero's key, among those there are."""

    hero = forms.ChoiceField()

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["hero"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, key) for key in keys]
