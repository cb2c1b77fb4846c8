"""What editors set once for the whole site: help strip, header button, footer, contact."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, PageChooserPanel, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField

from core.blocks.links import LinkColumnBlock, LinkListBlock

phone_validator = RegexValidator(
    r"^\+?[0-9][0-9 –-]{1,18}[0-9]\Z", _("Enter digits, with spaces or a dash between them.")
)


@register_setting(icon="site", order=10)
class SiteSettings(BaseSiteSetting):
    """Texts and links around every page."""

    help_title = models.CharField(_("question"), max_length=60, blank=True)
    help_text = RichTextField(
        _("text"),
        features=["bold", "link"],
        blank=True,
        help_text=_("Who can be called, and when. Keep it short; a link to a telephone number works too."),
    )
    help_phone = models.CharField(
        _("telephone number"),
        max_length=20,
        blank=True,
        validators=[phone_validator],
        help_text=_("The number on the large button. Check it before you publish it."),
    )
    action_label = models.CharField(_("text on the button"), max_length=40, blank=True)
    action_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page behind the button"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    footer_text = models.CharField(_("who we are, in one sentence"), max_length=160, blank=True)
    footer_columns = StreamField(
        [("column", LinkColumnBlock())], verbose_name=_("columns"), blank=True, max_num=3, collapsed=True
    )
    footer_links = StreamField(
        LinkListBlock(), verbose_name=_("links at the very bottom"), blank=True, max_num=6, collapsed=True
    )
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_phone = models.CharField(_("telephone number"), max_length=20, blank=True, validators=[phone_validator])

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    HelpPanel(_("This strip stands on every page. Call the numbers yourself before you change them.")),
                    FieldPanel("help_title"),
                    FieldPanel("help_text"),
                    FieldPanel("help_phone"),
                ],
                heading=_("Help strip"),
            ),
            ObjectList([FieldPanel("action_label"), PageChooserPanel("action_page")], heading=_("Header")),
            ObjectList(
                [FieldPanel("footer_text"), FieldPanel("footer_columns"), FieldPanel("footer_links")],
                heading=_("Footer"),
            ),
            ObjectList([FieldPanel("contact_email"), FieldPanel("contact_phone")], heading=_("Contact")),
        ]
    )

    class Meta:
        verbose_name = _("site settings")
