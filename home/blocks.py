"""What the front page is built from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class DoorBlock(blocks.StructBlock):
    """One of the three doors: who are you, and what do you come for?"""

    drawing = blocks.ChoiceBlock(
        label=_("drawing"),
        choices=[
            ("meet", _("Two people at a table")),
            ("help", _("Two people in each other's arms")),
            ("work", _("Somebody with a card")),
        ],
        default="meet",
    )
    title = blocks.CharBlock(label=_("what somebody wants"), max_length=50, help_text=_("Begin with 'I'."))
    text = blocks.CharBlock(label=_("what is behind the door"), max_length=140)
    page = blocks.PageChooserBlock(label=_("page"))

    class Meta:
        icon = "home"
        label = _("Door")
        description = _("One of the three doors on the front page.")
        template = "blocks/door.html"
        preview_value = {
            "drawing": "meet",
            "title": "Ik wil mensen ontmoeten",
            "text": "Zoek een activiteit, een maatje of een club bij jou in de buurt.",
        }
