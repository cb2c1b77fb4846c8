"""Base page, taxonomy, pictures and documents, the settings of the site, and what people send in."""

from core.models.intake import OutgoingMail, RefusalReason, SentPicture, Submission
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
    "OutgoingMail",
    "Postcode",
    "RefusalReason",
    "RoutedPage",
    "SentPicture",
    "SiteSettings",
    "SpokenLanguage",
    "Submission",
    "Topic",
]
