"""What tests of declarations share: a declaration page, a form filled in, and the way to an accepted one."""

import io
from typing import Any

import wagtail_factories
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Locale

from core.intake import links, services
from core.intake.links import Purpose
from core.models import Submission
from partners.models import PartnerPage, PledgePage
from tests.factories import PartnerFactory

HOST = "http://127.0.0.1:8000"
ANSWERS = {
    "organisation": "De Soepkeuken",
    "summary": "Wij koken elke week soep met de buurt.",
    "districts": ["overvecht"],
    "phone": "030 123 45 67",
    "offers": "Een grote keuken\n\nPannen",
    "name": "Sam Sender",
    "email": "sam@example.org",
    "agree": "on",
}


class PledgePageFactory(wagtail_factories.PageFactory):
    """The declaration, with a text."""

    title = "Ik doe mee"
    slug = "ik-doe-mee"
    declaration = "<p>Wij doen mee.</p>"
    version = "2021-10-04"

    class Meta:
        model = PledgePage

    @classmethod
    def _create_instance(cls, model_class: Any, parent: Any, kwargs: Any) -> Any:
        kwargs.setdefault("locale", Locale.get_default())
        return super()._create_instance(model_class, parent, kwargs)


def picture(size: int = 40) -> SimpleUploadedFile:
    """A small logo as a browser sends it."""
    made = io.BytesIO()
    Image.new("RGB", (size, size), "teal").save(made, "PNG")
    return SimpleUploadedFile("ons logo.png", made.getvalue(), content_type="image/png")


def filled_in(client: Any, clock: Any, **other: Any) -> dict[str, Any]:
    """The form as a person fills it in, some seconds after opening it."""
    form = client.get("/ik-doe-mee/").context["form"]
    clock.shift(30)
    answers = ANSWERS | {"form_key": form["form_key"].value()} | other
    return {name: value for name, value in answers.items() if value is not None}


def signed(client: Any, clock: Any, **other: Any) -> Submission:
    """A declaration as far as the letter that asks to confirm the address."""
    response = client.post("/ik-doe-mee/", filled_in(client, clock, **other))
    assert response.status_code == 303, response.context["form"].errors
    check = client.get(response.url)
    assert check.status_code == 200
    done = client.post(response.url, {"mark": check.context["page"].mark})
    assert done.status_code == 303
    return Submission.objects.order_by("-made_at").first()


def confirmed(client: Any, clock: Any, **other: Any) -> Submission:
    """The same, confirmed by its sender: it waits for an editor."""
    return services.confirm(signed(client, clock, **other))


def accepted(client: Any, clock: Any, user: Any = None, **other: Any) -> Submission:
    """The same, approved by an editor."""
    return services.accept(confirmed(client, clock, **other), user)


def verb(submission: Submission, word: str = "") -> str:
    """The address behind the link in a letter."""
    return f"/inzending/{links.token_for(submission, Purpose.MANAGE)}/{word + '/' if word else ''}"


def known(network: Any, **fields: Any) -> PartnerPage:
    """An organisation that editors put on the site: mentioned, not signed."""
    partner = PartnerFactory(parent=network, title="De Soepkeuken", slug="soepkeuken", source="Verslag", **fields)
    partner.save_revision().publish()
    return PartnerPage.objects.get(pk=partner.pk)
