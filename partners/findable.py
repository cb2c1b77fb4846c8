"""What the search knows of partners."""

from django.utils.translation import gettext_lazy as _

from core import findable
from core.findable import Facts, Kind
from partners.models import PartnerPage


def partner_facts(partner: PartnerPage) -> Facts:
    """Names around a partner: where it works, for whom, in which languages; and what it offers and looks for."""
    districts = list(partner.districts.all())
    names = [partner.neighbourhood, *(one.name for one in districts), *(one.name for one in partner.audiences.all())]
    return Facts(
        names=(*names, partner.languages),
        text=f"{partner.offers}\n{partner.seeks}",
        place=partner.district_label,
        districts=tuple(one.pk for one in districts),
    )


PARTNER = Kind("partner", _("partner"), partner_facts, prefetch=("districts", "audiences"))


def connect() -> None:
    """Let partners be found."""
    findable.register(PARTNER, "partners.PartnerPage")
