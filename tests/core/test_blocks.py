"""Every block an editor can choose says what it is for, shows itself beforehand, and is Dutch."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import override

from core.blocks import BodyBlock
from home.blocks import DoorBlock

BLOCKS = {**BodyBlock().child_blocks, "door": DoorBlock()}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_explains_and_shows_itself(admin_client, name):
    block = BLOCKS[name]
    assert block.get_description()
    assert block.is_previewable
    response = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    text = response.content.decode()
    assert response.status_code == 200
    assert "site.css" in text
    main = text.partition("<main")[2].partition("</main>")[0]
    assert len(strip_tags(main).split()) > 1 or "<svg" in main


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_is_described_in_dutch(name):
    block = BLOCKS[name]
    with override("en"):
        english = (str(block.label), str(block.get_description()))
    assert (str(block.label), str(block.get_description())) != english


def test_the_body_keeps_what_an_editor_wrote_and_escapes_the_rest():
    body = BodyBlock()
    value = body.to_python(
        [
            {"type": "heading", "value": {"text": "<b>Kop</b>", "level": "2"}},
            {"type": "paragraph", "value": "<p>Kom <b>binnen</b>.</p>"},
            {"type": "quote", "value": {"text": "<script>alert(1)</script>", "source": ""}},
        ]
    )
    html = str(body.render(value))
    assert "&lt;b&gt;Kop&lt;/b&gt;" in html
    assert "<b>binnen</b>" in html
    assert "<script>" not in html
