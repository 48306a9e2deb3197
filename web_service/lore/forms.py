"""The forms of the lore page. What can be kept is the brain's to say; here only what a form must hold."""

from typing import Any, ClassVar

from django import forms

MOST_FILE_BYTES = 8 * 1024 * 1024
RULES = (
    ("any", "any of them is said too"),
    ("all", "all of them are said too"),
    ("none", "none of them is said"),
    ("not_all", "not all of them are said"),
)


class KeysField(forms.CharField):
    """A few words with commas between."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=1000, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the words as a list."""
        words = [word.strip() for word in str(super().clean(value)).split(",")]
        return list(dict.fromkeys(word for word in words if word))

    def prepare_value(self, value: Any) -> Any:
        """Show a list as words with commas between."""
        return ", ".join(value) if isinstance(value, list | tuple) else value


class DeskForm(forms.Form):
    """One of several forms on a page: its fields have ids of its own."""

    ids: ClassVar[str] = "id"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.ids}_%s")
        super().__init__(*args, **kwargs)


class PinForm(DeskForm):
    """A memory to be kept in mind."""

    ids = "pin"

    content = forms.CharField(
        max_length=600, label="What to remember", widget=forms.Textarea(attrs={"rows": 3})
    )
    turn_number = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class CorrectionForm(PinForm):
    """A fact set right."""

    ids = "correct"

    content = forms.CharField(
        max_length=600, label="What is true", widget=forms.Textarea(attrs={"rows": 2})
    )
    turn_number = forms.IntegerField(
        required=False,
        min_value=1,
        label="The turn in which it was told wrong",
        widget=forms.NumberInput,
    )
    field_order = ("turn_number", "content")


class LoreForm(DeskForm):
    """An entry of the lorebook."""

    ids = "add"

    title = forms.CharField(max_length=120, required=False, label="Title")
    content = forms.CharField(
        max_length=2000, label="What is true", widget=forms.Textarea(attrs={"rows": 4})
    )
    keys = KeysField(
        label="Keys", help_text="Words with commas between: when one is said, the entry comes up."
    )
    secondary_keys = KeysField(label="Further keys", help_text="They decide whether a key counts:")
    secondary_rule = forms.ChoiceField(choices=RULES, required=False, label="It counts when")
    is_constant = forms.BooleanField(required=False, label="Always on")
    by_meaning = forms.BooleanField(
        required=False, label="Also when what is said is like it in meaning"
    )
    is_hidden = forms.BooleanField(required=False, label="Hidden: only I see it on this page")
    priority = forms.IntegerField(
        initial=100,
        min_value=-1_000_000,
        max_value=1_000_000,
        required=False,
        label="Priority",
        help_text="The higher, the sooner it gets room.",
    )

    def clean_secondary_rule(self) -> str:
        """Return the rule, `any` when none was chosen."""
        return str(self.cleaned_data["secondary_rule"] or "any")

    def clean_priority(self) -> int:
        """Return the priority, 100 when none was given."""
        given = self.cleaned_data["priority"]
        return 100 if given is None else int(given)

    def clean(self) -> dict[str, Any]:
        """Refuse what nothing would ever bring in."""
        found = super().clean() or self.cleaned_data
        if not (found.get("keys") or found.get("is_constant") or found.get("by_meaning")):
            raise forms.ValidationError("Give it a key, or let it be always on or come by meaning.")
        return found


class FileForm(DeskForm):
    """A lorebook or a character card."""

    ids = "bring"

    file = forms.FileField(
        label="Lorebook or character card",
        help_text="JSON, or a PNG picture with a card inside; 8 MB at most. Only its text is taken.",
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large."""
        file = self.cleaned_data["file"]
        if file.size > MOST_FILE_BYTES:
            raise forms.ValidationError("The file is too large; 8 MB is the most.")
        return file
