"""The words by which content is found: district, audience, topic."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index

from core.page_cache import per_generation
from core.translations.fields import same, translated


class District(index.Indexed, ClusterableModel):
    """One of Utrecht's ten districts. Names of places are not translated."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(
        _("address"), max_length=60, unique=True, help_text=_("Part of the web address, for example 'overvecht'.")
    )
    # Roughly the middle (degrees, WGS 84): for what is known by district only.
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=6, null=True, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        MultiFieldPanel(
            [
                HelpPanel(
                    _("Roughly the middle of the district. The partners of the district stand there on the map.")
                ),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("On the map"),
        ),
        InlinePanel(
            "postcodes",
            label=_("postcode"),
            heading=_("Postcodes"),
            help_text=_("The four digits of each postcode in this district. A postcode belongs to one district."),
        ),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Postcode(models.Model):
    """The four digits that lead to a district."""

    district = ParentalKey(District, on_delete=models.CASCADE, related_name="postcodes")
    digits = models.CharField(
        _("four digits"),
        max_length=4,
        unique=True,
        validators=[RegexValidator(r"^[1-9][0-9]{3}\Z", _("Enter four digits, for example 3562."))],
    )

    panels = [FieldPanel("digits")]

    class Meta:
        verbose_name = _("postcode")
        verbose_name_plural = _("postcodes")
        ordering = ["digits"]

    def __str__(self) -> str:
        return self.digits


@per_generation(maxsize=8)
def words_of(model: "type[Audience | Topic | SpokenLanguage]") -> dict[str, str]:
    """The names of these words in the present language by slug, where they are translated; none in Dutch."""
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE:
        return {}
    return dict(model.objects.filter(locale__language_code=language).values_list("slug", "name"))


class _Word:
    """A word in a list that editors keep; pages refer to the Dutch row of it."""

    slug: str
    name: str

    @property
    def label(self) -> str:
        """Its name in the present language, else in Dutch."""
        return words_of(type(self)).get(self.slug, self.name)


class Audience(_Word, index.Indexed, TranslatableMixin, models.Model):
    """For whom something is meant."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=80)
    sort_order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("A lower number comes first in lists.")
    )

    # The slug stands in addresses of lists, which are the same in every language.
    translatable_fields = [*translated("name"), *same("slug", "sort_order")]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("sort_order")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("locale_id")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering = ["sort_order", "name"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="audience_slug_per_locale")]

    def __str__(self) -> str:
        return self.name


class Topic(_Word, index.Indexed, TranslatableMixin, models.Model):
    """What something is about; chooses the drawing when there is no photo."""

    class Symbol(models.TextChoices):
        """The drawings of `core.art.symbols`."""

        FOOD = "food", _("Bowl of soup (food)")
        COFFEE = "coffee", _("Cup of coffee")
        WALKING = "walking", _("Path with trees (walking)")
        MUSIC = "music", _("Note (music and dance)")
        GAMES = "games", _("Die (games)")
        CRAFTS = "crafts", _("Wool and beads (crafts and art)")
        LANGUAGE = "language", _("Speech bubbles (language)")
        NATURE = "nature", _("Plant (nature)")
        SPORT = "sport", _("Ball (sport)")
        DIGITAL = "digital", _("Telephone (digital)")
        ANIMALS = "animals", _("Dog (animals)")
        HELPING = "helping", _("Heart (helping)")
        TOGETHER = "together", _("Embrace (together)")

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=80)
    symbol = models.CharField(
        _("drawing"),
        max_length=10,
        choices=Symbol.choices,
        default=Symbol.TOGETHER,
        help_text=_("The symbol in drawings of pages with this topic."),
    )

    translatable_fields = [*translated("name"), *same("slug", "symbol")]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("symbol")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("locale_id")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="topic_slug_per_locale")]

    def __str__(self) -> str:
        return self.name


class SpokenLanguage(_Word, index.Indexed, TranslatableMixin, models.Model):
    """A language people at an activity speak, beside Dutch."""

    name = models.CharField(
        _("name"), max_length=60, help_text=_("In the language of this site, for example 'Turks'.")
    )
    slug = models.SlugField(_("address"), max_length=60)

    translatable_fields = [*translated("name"), *same("slug")]
    panels = [FieldPanel("name"), FieldPanel("slug")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("locale_id")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("spoken language")
        verbose_name_plural = _("spoken languages")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="spoken_language_slug_per_locale")]

    def __str__(self) -> str:
        return self.name
