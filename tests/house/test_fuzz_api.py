"""Made-up questions to the API: no error of ours, and every answer as its description says."""

from contextlib import suppress

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from tests.open_site import SECRET, build

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def api(site_root):
    """The API of a small site, by its own description."""
    build(site_root)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
def test_no_question_breaks_the_api_or_its_promises(api, mode):
    for found in api.get_all_operations():
        operation = found.ok()

        @seed(1)
        @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            response = case.call_and_validate(headers={"Accept-Encoding": "identity"})
            assert SECRET not in response.text

        # Of some addresses nothing can be asked wrong: every word is right.
        with suppress(Unsatisfiable):
            ask()
