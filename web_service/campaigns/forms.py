"""The forms around a campaign: making one, changing it. What is valid in the game is the brain's to say."""

from typing import Any

from django import forms

TONES = (
    ("", "As the theme suggests"),
    ("light-hearted", "Light-hearted"),
    ("heroic", "Heroic"),
    ("gritty", "Gritty"),
    ("mysterious", "Mysterious"),
    ("dark", "Dark"),
)
STYLES = (
    ("", "Balanced"),
    ("fast and cinematic", "Fast and cinematic"),
    ("descriptive and patient", "Descriptive and patient"),
    ("tactical and exact", "Tactical and exact"),
    ("talkative, many voices", "Talkative, many voices"),
)
MAX_LIMITS = 20


class LimitsField(forms.CharField):
    """A few short lines of text, one matter each."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(required=False, max_length=2000, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the matters as a list."""
        text = super().clean(value)
        return [line.strip()[:120] for line in str(text).splitlines() if line.strip()][:MAX_LIMITS]


class LimitsForm(forms.Form):
    """Lines and veils, the same wherever they are asked for."""

    lines = LimitsField(
        label="Lines: what never happens in this game", help_text="One matter a line."
    )
    veils = LimitsField(
        label="Veils: what may happen, but out of sight", help_text="One matter a line."
    )


class TableForm(LimitsForm):
    """What the owner may change later."""

    name = forms.CharField(max_length=120, label="Campaign's name")
    field_order = ("name", "lines", "veils")


class SamplingForm(forms.Form):
    """How a language model chooses its words; empty is as the operator set it."""

    temperature = forms.FloatField(
        required=False,
        min_value=0,
        max_value=2,
        label="Boldness",
        help_text="0 to 2. Low keeps to the likeliest words, high surprises, and rambles.",
        widget=forms.NumberInput(attrs={"step": "0.05"}),
    )
    top_p = forms.FloatField(
        required=False,
        min_value=0.05,
        max_value=1,
        label="Breadth",
        help_text="0.05 to 1. How many of the likelier words are in the draw; 1 is all.",
        widget=forms.NumberInput(attrs={"step": "0.05"}),
    )
    max_new_tokens = forms.IntegerField(
        required=False,
        min_value=48,
        max_value=1024,
        label="Longest telling",
        help_text="48 to 1024 tokens, each some four letters.",
    )

    def __init__(self, *args: Any, usual: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if usual and name in usual:
                field.widget.attrs["placeholder"] = str(usual[name])


class NewCampaignForm(TableForm):
    """Everything a campaign begins with, the hero included; every field has a start."""

    theme = forms.ChoiceField(widget=forms.RadioSelect)
    tone = forms.ChoiceField(choices=TONES, required=False)
    dm_style = forms.ChoiceField(choices=STYLES, required=False, label="Dungeon Master's manner")
    hero = forms.ChoiceField(widget=forms.RadioSelect, label="Your hero")

    def __init__(
        self, *args: Any, themes: list[dict[str, Any]], heroes: list[dict[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        theme, hero = self.fields["theme"], self.fields["hero"]
        assert isinstance(theme, forms.ChoiceField)
        assert isinstance(hero, forms.ChoiceField)
        theme.choices = [(row["key"], row.get("name", row["key"])) for row in themes]
        hero.choices = [*((row["key"], row["name"]) for row in heroes), ("own", "Make your own")]

    def brain_fields(self) -> dict[str, Any]:
        """Return what the brain is asked to make."""
        wanted = ("name", "theme", "tone", "dm_style", "lines", "veils")
        return {key: self.cleaned_data[key] for key in wanted if self.cleaned_data[key]}
