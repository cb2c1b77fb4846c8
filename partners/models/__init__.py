"""The organisations in the network, and what they promised."""

from partners.models.adverts import Advert, AdvertIndexPage
from partners.models.index import PartnerIndexPage
from partners.models.partner import PartnerPage
from partners.models.pledge_page import PledgePage
from partners.models.register import CoreGroupMembership, Pledge, ProfileCheck

__all__ = [
    "Advert",
    "AdvertIndexPage",
    "CoreGroupMembership",
    "PartnerIndexPage",
    "PartnerPage",
    "Pledge",
    "PledgePage",
    "ProfileCheck",
]
