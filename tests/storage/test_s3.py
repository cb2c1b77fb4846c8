"""With S3 by one setting: pictures are public, documents only by a signed address that expires."""

import io
import runpy
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

SETTINGS = Path(__file__).parents[2] / "site" / "utrechtomarmt" / "settings" / "base.py"


@pytest.fixture
def on_s3(bucket: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The storages exactly as the settings make them when S3_BUCKET is in the environment."""
    for name, value in bucket.environment.items():
        monkeypatch.setenv(name, value)
    made = runpy.run_path(str(SETTINGS), run_name="utrechtomarmt.settings.base")
    settings.STORAGES = made["STORAGES"]
    from django.core.files.storage import storages

    # The field asked for its storage when the model was made.
    monkeypatch.setattr(get_document_model()._meta.get_field("file"), "storage", storages["documents"])
    return bucket


def fetch(address: str) -> tuple[int, bytes]:
    """Status and body of an anonymous GET."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  loopback
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def picture() -> ImageFile:
    """A small PNG."""
    written = io.BytesIO()
    Image.new("RGB", (8, 6), "#ffc83d").save(written, "PNG")
    return ImageFile(io.BytesIO(written.getvalue()), name="boog.png")


@pytest.fixture
def document(on_s3: Any, db: None) -> Any:
    """A stored document whose content is known."""
    made = get_document_model()(title="Verslag")
    made.file.save("verslag.txt", ContentFile(b"alleen met sleutel"))
    made.save()
    return made


def signed_address(document: Any) -> str:
    """Where the site's own download address sends a visitor."""
    answer = Client().get(document.url)
    assert answer.status_code == 302
    return answer["Location"]


def test_a_picture_and_its_rendition_are_public(on_s3: Any, db: None) -> None:
    stored = get_image_model().objects.create(title="Boog", description="Een gele boog", file=picture())
    for address in (stored.file.url, stored.get_rendition("width-4").url):
        assert "Signature" not in address
        status, body = fetch(address)
        assert status == 200
        assert body[1:4] == b"PNG"


def test_a_picture_may_be_kept_by_browsers_for_a_year(on_s3: Any, db: None) -> None:
    stored = get_image_model().objects.create(title="Boog", description="Een gele boog", file=picture())
    head = on_s3.client.head_object(Bucket="utrechtomarmt", Key=f"beeld/{stored.file.name}")
    assert "immutable" in head["CacheControl"]


def test_a_document_is_closed_without_signature(document: Any) -> None:
    address = urlunsplit(urlsplit(document.file.url)._replace(query=""))
    status, body = fetch(address)
    assert status == 403
    assert b"sleutel" not in body


def test_the_site_redirects_to_a_signed_address_that_works(document: Any) -> None:
    address = signed_address(document)
    assert int(parse_qs(urlsplit(address).query)["X-Amz-Expires"][0]) <= 300
    assert fetch(address) == (200, b"alleen met sleutel")


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("X-Amz-Signature", lambda value: ("0" if value[0] != "0" else "1") + value[1:]),
        ("X-Amz-Expires", lambda value: str(int(value) * 100)),
        ("X-Amz-Date", lambda value: f"{int(value[:4]) + 1}{value[4:]}"),
    ],
)
def test_a_changed_signature_is_refused(document: Any, part: str, change: Any) -> None:
    address = signed_address(document)
    value = parse_qs(urlsplit(address).query)[part][0]
    status, body = fetch(address.replace(f"{part}={value}", f"{part}={change(value)}"))
    assert status == 403
    assert b"sleutel" not in body


def test_a_signature_opens_only_its_own_document(document: Any) -> None:
    other = get_document_model()(title="Ander verslag")
    other.file.save("ander.txt", ContentFile(b"ander geheim"))
    signed = urlsplit(signed_address(document))
    address = urlunsplit(signed._replace(path=signed.path.replace("verslag", "ander")))
    status, body = fetch(address)
    assert status == 403
    assert b"geheim" not in body
