"""Keeps uploads within bounds: what is larger is thrown away while it comes in."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MOST = 25 * 1024 * 1024 + 1  # bytes; one more than the largest that any form takes
OVERSIZED = "_oversized_uploads"


class BoundedUploadHandler(FileUploadHandler):
    """Stands before the handlers that store: notes what is too large and drops it."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a stretch on while the file is within bounds."""
        if start + len(raw_data) > MOST:
            noted = vars(self.request).setdefault(OVERSIZED, set())
            noted.add(self.field_name)
            raise SkipFile(f"{self.field_name} is too large")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the whole file to the handlers after this one."""


class BoundedFileField(forms.FileField):
    """A file of at most so many megabytes."""

    def __init__(self, *args: Any, megabytes: int, **kwargs: Any) -> None:
        self.most = megabytes * 1024 * 1024
        self.too_large = f"The file is larger than {megabytes} MB."
        kwargs.setdefault("error_messages", {}).setdefault(
            "empty", "The file is empty."
        )
        kwargs["error_messages"].setdefault("required", "Choose a file.")
        super().__init__(*args, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse what is larger, by what really came in."""
        found = cast("UploadedFile[Any] | None", super().clean(data, initial))
        if found and (found.size or 0) > self.most:
            raise ValidationError(self.too_large)
        return found


class UploadForm(forms.Form):
    """A form with a file; tells a file that was dropped from one never chosen."""

    def __init__(
        self, *args: Any, request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        dropped = vars(request).get(OVERSIZED, set()) if request else set()
        for name, field in self.fields.items():
            if name in dropped and isinstance(field, BoundedFileField):
                field.error_messages["required"] = field.too_large
