"""The style guide: every component with its states for developers, and for nobody else."""

import pytest
from django.http import Http404

from core.styleguide import styleguide


def test_visitors_do_not_get_it(client, db):
    assert client.get("/stijlgids/").status_code == 404


def test_the_view_itself_refuses_without_debug(rf):
    with pytest.raises(Http404):
        styleguide(rf.get("/stijlgids/"))


def test_developers_see_every_state(rf, db, settings):
    settings.DEBUG = True
    text = styleguide(rf.get("/stijlgids/")).content.decode()
    for state in ("Gaat niet door", "Uitgesteld", "Vol", "Voorbeeld"):
        assert state in text
