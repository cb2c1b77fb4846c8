"""Base page, taxonomy, pictures and documents, the settings of the site, and what people send in."""

from core.models.intake import OutgoingMail, RefusalReason, SentPicture, Submission
from core.models.jargon import JargonWord
from core.models.media import CustomDocument, CustomImage, CustomRendition
from core.models.old_addresses import MissingAddress
from core.models.pages import BasePage, BodyMixin, CoverMixin, RoutedPage
from core.models.site_settings import SiteSettings
from core.models.site_words import SiteWords
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
    "JargonWord",
    "MissingAddress",
    "OutgoingMail",
    "Postcode",
    "RefusalReason",
    "RoutedPage",
    "SentPicture",
    "SiteSettings",
    "SiteWords",
    "SpokenLanguage",
    "Submission",
    "Topic",
]
