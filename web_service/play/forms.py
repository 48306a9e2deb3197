"""What a player can send from the table."""

from django import forms

MESSAGE_MAX_CHARS = 2000
NARRATION_MAX_CHARS = 8000
CHOICES = (("back", "back"), ("new_hero", "new_hero"), ("epilogue", "epilogue"))


class TurnForm(forms.Form):
    """What my character does, and the key that makes sending it again harmless."""

    message = forms.CharField(max_length=MESSAGE_MAX_CHARS)
    key = forms.RegexField(r"^[A-Za-z0-9_.:-]{8,200}$")


class EditForm(forms.Form):
    """Other words for a telling."""

    narration = forms.CharField(max_length=NARRATION_MAX_CHARS)


class WithdrawForm(forms.Form):
    """The X-card, with a line for the future if one is wanted."""

    line = forms.CharField(max_length=120, required=False)


class BranchForm(forms.Form):
    """Where a branch leaves, and what it is called."""

    after_turn = forms.IntegerField(min_value=1)
    name = forms.CharField(max_length=120, required=False)


class ChoiceForm(forms.Form):
    """How it goes on after the last hero fell."""

    choice = forms.ChoiceField(choices=CHOICES)
