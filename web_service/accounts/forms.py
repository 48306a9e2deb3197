"""The forms of the front door: a name and a password, nothing else."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from web_service.accounts.models import User

if TYPE_CHECKING:
    UserForm = forms.ModelForm[User]
else:
    UserForm = forms.ModelForm

NAME_IS_TAKEN = "Somebody already has this name. Choose another, or sign in."
THEMES = ("auto", "dark", "light")


class SignUpForm(UserForm):
    """A new account; the password is asked for once, and can be shown."""

    password = forms.CharField(
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Eight characters or more.",
    )

    class Meta:
        """Only the name is the model's."""

        model = User
        fields = ("username",)
        labels = {"username": "Your name at the table"}
        help_texts = {"username": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["username"]
        name.widget.attrs |= {"autocomplete": "username", "maxlength": "40", "autofocus": False}
        name.help_text = ""

    def clean_username(self) -> str:
        """Keep names apart whatever their case."""
        name = str(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(NAME_IS_TAKEN)
        return name

    def clean_password(self) -> str:
        """Check the password against the rules."""
        password = str(self.cleaned_data["password"])
        candidate = User(username=self.cleaned_data.get("username", ""))
        password_validation.validate_password(password, candidate)
        return password

    def save_or_refuse(self) -> User | None:
        """Make the account; None, with the form's error, when somebody took the name in this very moment."""
        user = super().save(commit=False)
        user.set_password(self.cleaned_data["password"])
        try:
            user.save()
        except IntegrityError:
            self.add_error("username", NAME_IS_TAKEN)
            return None
        return user


class SignInForm(AuthenticationForm):
    """Django's own, in our words."""

    username = UsernameField(max_length=150, widget=forms.TextInput(attrs={"autofocus": True}))

    error_messages = {
        "invalid_login": "This name and password do not go together. Check both and try again.",
        "inactive": "This account is closed.",
    }


class PreferencesForm(forms.Form):
    """What a player likes to see and hear; only what is sent is changed."""

    theme = forms.ChoiceField(choices=[(t, t) for t in THEMES], required=False)
    voice_is_on = forms.NullBooleanField(required=False)
    voice_speed = forms.FloatField(min_value=0.5, max_value=2.0, required=False)
    voice_volume = forms.FloatField(min_value=0.0, max_value=1.0, required=False)
