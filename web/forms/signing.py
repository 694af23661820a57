"""What a person types to sign: name and password first, then the password alone."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest

from review import signatures
from review.signatures import Credentials
from web.forms.words import WordsField


@dataclass(frozen=True)
class Sitting:
    """Where a person is about to sign; ``begins`` asks for the sign-in name too."""

    session_key: str
    address: str
    browser: str
    begins: bool


def sitting_of(request: HttpRequest, user: User, at: datetime.datetime) -> Sitting:
    """The sitting in which a request's person would sign now."""
    session_key = request.session.session_key or ""
    address = request.META.get("REMOTE_ADDR", "")
    return Sitting(
        session_key=session_key,
        address=address,
        browser=request.headers.get("User-Agent", ""),
        begins=signatures.needs_username(user, session_key, at, address=address),
    )


class SigningForm(forms.Form):
    """The components of an electronic signature."""

    username = WordsField(
        label="Sign-in name",
        max_length=150,
        error_messages={
            "required": "Give your sign-in name: this is your first signature of "
            "this sitting."
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none"}
        ),
    )
    password = forms.CharField(
        label="Password",
        max_length=4096,
        strip=False,
        error_messages={"required": "Give your password: it is your signature."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sitting = sitting
        if not sitting.begins:
            del self.fields["username"]
        self.order_fields([*self._first_fields(), "username", "password"])

    def credentials(self) -> Credentials:
        """What was typed, and from where."""
        return Credentials(
            username=self.cleaned_data.get("username", ""),
            password=self.cleaned_data["password"],
            session_key=self.sitting.session_key,
            address=self.sitting.address,
            browser=self.sitting.browser,
        )

    def _first_fields(self) -> list[str]:
        return [name for name in self.fields if name not in {"username", "password"}]
