"""A logo that is sent along with a form."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from core.intake.uploads import read_picture


def read(request: HttpRequest) -> tuple[bytes | None, ValidationError | None]:
    """The logo that was sent along, made anew, or what is wrong with it."""
    uploaded = request.FILES.get("logo")
    if uploaded is None:
        return None, None
    try:
        return read_picture(uploaded), None
    except ValidationError as wrong:
        return None, wrong
