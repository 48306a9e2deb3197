"""The forms of the operator's page. What a server or a recording must be like is the services' to say.

A key is taken and never given back: its field comes out empty, and so does an address that may carry one.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from web_service.clients.recordings import MAX_RECORDING_BYTES

NOT_IN_AN_ADDRESS = frozenset("@?#")
MAX_MB = MAX_RECORDING_BYTES // 2**20


class ServerForm(forms.Form):
    """Which language-model server narrates."""

    base_url = forms.CharField(
        max_length=2000,
        required=False,
        label="Address",
        help_text="An OpenAI-compatible server with its path, such as http://192.168.1.5:8003/v1; several equal ones with "
        "commas between.",
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    model = forms.CharField(
        max_length=200,
        required=False,
        label="Model",
        help_text="As the server calls it. Empty: the first it lists.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    key = forms.CharField(
        max_length=1000,
        required=False,
        label="Key",
        help_text="Kept encrypted by the brain alone and never shown again. Empty: as it is; the key of one address is never "
        "sent to another, so a new address needs its own.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    without_key = forms.BooleanField(required=False, label="It needs no key: forget the one it has")
    no_server = forms.BooleanField(
        required=False, label="No server at all: let the next of the ladder tell"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "server_%s")
        super().__init__(*args, **kwargs)

    def clean_base_url(self) -> str:
        """Refuse an address with a login or a question in it, and do not show it again."""
        given = str(self.cleaned_data["base_url"])
        if NOT_IN_AN_ADDRESS & set(given):
            self.data = dict(self.data.items()) | {"base_url": ""}
            raise ValidationError(
                "An address ends with its path, and a key belongs into the field for it. Type it again without @, ? and #."
            )
        return given

    def names_a_server(self) -> bool:
        """Return whether the fields are in order and say what is to be."""
        if self.is_valid() and not (self.wanted()["base_url"] or self.cleaned_data["no_server"]):
            self.add_error("base_url", "Give an address, or tick that there is to be no server.")
        return self.is_valid()

    def wanted(self) -> dict[str, str]:
        """Return the change as the brain takes it; a key that is left out stays."""
        sent = self.cleaned_data
        if sent["no_server"]:
            return {"base_url": ""}
        body = {"base_url": sent["base_url"], "model": sent["model"]}
        if sent["key"]:
            body["key"] = sent["key"]
        elif sent["without_key"]:
            body["key"] = ""
        return body

    def in_question(self) -> dict[str, str]:
        """Return whom to question; without an address it is the server in use."""
        body = self.wanted()
        return body if body["base_url"] else {}


class RecordingForm(forms.Form):
    """A recording of somebody's voice, and their word that it may be cloned."""

    name = forms.CharField(
        max_length=60,
        label="Whose voice it becomes",
        help_text="narrator, or a person's name as it is told, such as Old Wen.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    file = forms.FileField(
        label="Recording",
        help_text=f"WAV, FLAC or OGG: 5 to 30 seconds of one person speaking, {MAX_MB} MB at most.",
        widget=forms.FileInput(attrs={"accept": ".wav,.flac,.ogg,.oga,.opus,audio/*"}),
    )
    consent_by = forms.CharField(
        min_length=2,
        max_length=300,
        label="Who is heard, and what they agreed to",
        help_text="One line that is kept beside the file.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    agrees = forms.BooleanField(
        label="Whoever is heard agrees to their voice being cloned for our games",
        error_messages={"required": "Without their word the recording cannot be kept."},
    )
    replace = forms.BooleanField(
        required=False, label="It takes the place of the recording of that name, if there is one"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "recording_%s")
        super().__init__(*args, **kwargs)

    def clean_file(self) -> Any:
        """Refuse what the service would not take, before it is carried over."""
        file = self.cleaned_data["file"]
        if file.size > MAX_RECORDING_BYTES:
            raise ValidationError(f"It is too large; {MAX_MB} MB is the most.")
        return file


class RecordingNameForm(forms.Form):
    """Which recording is meant."""

    name = forms.CharField(max_length=200, strip=False)
