"""A number that the site counts itself."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core import counts


class CountBlock(blocks.StructBlock):
    """A number that keeps up by itself, with what it counts."""

    what = blocks.ChoiceBlock(label=_("what is counted"), choices=counts.choices)
    before = blocks.IntegerBlock(
        label=_("counted before"),
        required=False,
        min_value=0,
        help_text=_("What was counted before this site did. It is added; say in the source where it comes from."),
    )
    label = blocks.CharBlock(label=_("what it counts"), max_length=80)
    source = blocks.CharBlock(label=_("source and year"), max_length=160)

    class Meta:
        icon = "order"
        label = _("Counter")
        description = _("A number that the site counts itself, such as the cards that were sent.")
        template = "blocks/count.html"
        preview_value = {"what": "", "before": 2280, "label": "kaarten verstuurd", "source": "Gemeente Utrecht, 2023"}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the figure as the others are shown."""
        context = super().get_context(value, parent_context=parent_context)
        number = counts.number_of(value["what"]) + (value["before"] or 0)
        shown = number_format(number, use_l10n=True, force_grouping=True)
        context["figures"] = [{"value": shown, "label": value["label"], "source": value["source"]}]
        return context
