"""Base page, taxonomy, pictures and documents, and the settings of the site."""

from core.models.media import CustomDocument, CustomImage, CustomRendition
from core.models.pages import BasePage, BodyMixin, CoverMixin, RoutedPage
from core.models.site_settings import SiteSettings
from core.models.taxonomy import Audience, District, Postcode, SpokenLanguage, Topic

__all__ = [
    "Audience",
    "BasePage",
    "BodyMixin",
    "CoverMixin",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "District",
    "Postcode",
    "RoutedPage",
    "SiteSettings",
    "SpokenLanguage",
    "Topic",
]
