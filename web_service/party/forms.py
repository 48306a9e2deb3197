"""What a player can send about the company at the table."""

from django import forms

QUESTION_MAX_CHARS = 500


class WhisperForm(forms.Form):
    """A question for the Dungeon Master alone."""

    question = forms.CharField(max_length=QUESTION_MAX_CHARS)


class TypingForm(forms.Form):
    """Whether somebody writes."""

    typing = forms.BooleanField(required=False)


class HoldForm(forms.Form):
    """Who is to hold, and the key that makes sending it again harmless."""

    character_id = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    key = forms.RegexField(r"^[A-Za-z0-9_.:-]{8,200}$")


class HeroForm(forms.Form):
    """A hero nobody plays."""

    character_id = forms.IntegerField(min_value=1, max_value=2**31 - 1)
