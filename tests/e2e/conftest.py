"""One filled site for all browser tests: gunicorn, production settings, demonstration content."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.rehearsal.server import Rehearsal, fresh_database

WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """Scratch data with the demonstration content; tests may add to it, and look only for what they added."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        # Filling it takes long, so what should keep these tests together (`tests.workers`) may not fail in silence.
        (tmp_path_factory.getbasetemp().parent / "rehearsal-of-one-worker").touch(exist_ok=False)
    scratch = tmp_path_factory.mktemp("rehearsal")
    with fresh_database(scratch) as address:
        made = Rehearsal(scratch, address)
        made.fill()
        yield made


@pytest.fixture(scope="session")
def demo_url(rehearsal: Rehearsal) -> Iterator[str]:
    """Address of the running demonstration site, without a slash at the end."""
    with rehearsal.serve() as address:
        yield address


@pytest.fixture(scope="session")
def base_url(demo_url: str) -> str:
    """Lets ``page.goto("/agenda/")`` work."""
    return demo_url


@pytest.fixture(scope="session")
def example_pages(rehearsal: Rehearsal) -> dict[str, str]:
    """One public address per page type, by the name of its class."""
    code = (
        "import json\n"
        "from wagtail.models import Page\n"
        "seen = {}\n"
        "for page in Page.objects.live().public().filter(depth__gt=1).order_by('path').specific():\n"
        "    if page.url: seen.setdefault(type(page).__name__, page.relative_url(page.get_site()))\n"
        "print('PAGES=' + json.dumps(seen))\n"
    )
    import json

    return json.loads(rehearsal.manage("shell", "-v", "0", "-c", code).split("PAGES=")[1])


@pytest.fixture(scope="session")
def editor(rehearsal: Rehearsal) -> tuple[str, str]:
    """User name and password of the demonstration editor."""
    said = rehearsal.manage("make_editor", "--reset").split()
    return said[said.index("user") + 1], said[said.index("password") + 1]


@pytest.fixture
def own_host_only(page: Any, demo_url: str) -> Iterator[list[str]]:
    """Addresses on other hosts that the page asked for; must be empty when the test ends."""
    foreign: list[str] = []

    def note(request: Any) -> None:
        if not request.url.startswith((demo_url, "data:", "blob:")):
            foreign.append(request.url)

    page.on("request", note)
    yield foreign
    assert foreign == []


@pytest.fixture(params=sorted(WIDTHS))
def sized_page(request: pytest.FixtureRequest, page: Any) -> Any:
    """The page at 390 and at 1280 px."""
    width, height = WIDTHS[request.param]
    page.set_viewport_size({"width": width, "height": height})
    return page


@pytest.fixture(scope="session")
def axe_script() -> Path:
    """The axe-core script from node_modules."""
    script = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        pytest.fail("axe-core is missing from node_modules: make test installs it.")
    return script


@pytest.fixture
def axe(axe_script: Path) -> Callable[[Any], list[str]]:
    """Run axe-core on a Playwright page and get one readable line per violation."""

    def violations(page: Any) -> list[str]:
        # Through the debugging protocol, so the page's own Content-Security-Policy stays in force.
        page.evaluate(axe_script.read_text())
        result = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
        return [
            f"{found['id']}: {found['help']} ({node['target']})"
            for found in result["violations"]
            for node in found["nodes"]
        ]

    return violations
