"""What the tests of partners share."""

import datetime as dt

import pytest
import time_machine

from tests.factories import DistrictFactory, PartnerIndexFactory
from tests.partners.pledges import PledgePageFactory


@pytest.fixture
def clock():
    """A clock that stands still until a test moves it: a Wednesday in November 2026."""
    with time_machine.travel(dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def network(site_root, clock):
    """A directory, a declaration and a district; answers with the directory."""
    DistrictFactory(name="Overvecht")
    DistrictFactory(name="Oost")
    PledgePageFactory(parent=site_root)
    return PartnerIndexFactory(parent=site_root, slug="wie-doet-mee")
