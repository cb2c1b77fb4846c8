"""A photo somebody sends along is made anew; whatever else is sent gets a clear answer and leaves nothing behind."""

import contextlib
import io
import random
import tracemalloc
import zlib
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from PIL import Image, ImageCms, ImageFile, PngImagePlugin

from core.intake.uploads import LONGEST_SIDE, MOST_BYTES, MOST_PIXELS, read_picture

MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def as_when_posters_were_made(monkeypatch):
    """WeasyPrint lets its whole process take half a picture for a whole one."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)


def written(image: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def half_and_half(size=(400, 300), mode="RGB") -> Image.Image:
    """Black on the left, white on the right."""
    image = Image.new("L", size, 0)
    image.paste(255, (size[0] // 2, 0, *size))
    return image.convert(mode)


def uploaded(data: bytes, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


def read(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(read_picture(uploaded(data))))


def phone_exif(orientation: int = 1) -> bytes:
    """What a telephone notes: when, with what, where."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = orientation, "Telefoonmerk", "Noor van Dijk"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 5.0, 27.0), 3: "E", 4: (5.0, 7.0, 17.0)})
    return exif.tobytes()


def jpeg_of_passes(number: int) -> bytes:
    """A JPEG that goes over its pixels so often: the last pass of a progressive one, again and again."""
    data = written(half_and_half(), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * number + data[-2:]


def png_of(width: int, height: int) -> bytes:
    """A picture that says it is so large, and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


# --- What is taken -----------------------------------------------------------------------------------------------
def test_nothing_of_the_telephone_or_its_place_is_left():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = written(half_and_half(), "JPEG", exif=phone_exif(), icc_profile=srgb, comment=b"Noor van Dijk",
                   xmp=b"<x:xmpmeta>Noor van Dijk</x:xmpmeta>")  # fmt: skip
    assert data.count(b"Noor van Dijk") == 3
    clean = read_picture(uploaded(data + b"<script>alert(1)</script>"))
    for trace in (b"Noor", b"Telefoonmerk", b"Exif", b"ICC_PROFILE", b"xmp", b"script", b"GPS"):
        assert trace not in clean
    image = Image.open(io.BytesIO(clean))
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_nothing_is_left_in_other_kinds_either(kind):
    extra = {"exif": phone_exif()}
    if kind == "PNG":
        extra["pnginfo"] = PngImagePlugin.PngInfo()
        extra["pnginfo"].add_text("Author", "Noor van Dijk")
    data = written(half_and_half(), kind, **extra)
    assert b"Noor" in data
    assert b"Noor" not in read_picture(uploaded(data))


@pytest.mark.parametrize(("orientation", "white"), [(1, (350, 150)), (3, (50, 150)), (6, (150, 350)), (8, (150, 50))])
def test_a_photo_stands_upright_whichever_way_the_telephone_was_held(orientation, white):
    image = read(written(half_and_half(), "JPEG", exif=phone_exif(orientation)))
    assert image.size == ((400, 300) if orientation < 5 else (300, 400))
    assert image.convert("L").getpixel(white) > 200


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "LA"),
     ("PNG", "I;16"), ("WEBP", "RGB"), ("AVIF", "RGB"), ("MPO", "RGB")],
)  # fmt: skip
def test_every_usual_kind_becomes_a_jpeg_that_looks_the_same(kind, mode):
    source = half_and_half(mode=mode if mode != "I;16" else "I")
    if mode == "I;16":
        source = source.point(lambda value: value * 256).convert("I;16")
    # A telephone's JPEG may hold a second picture, of depth.
    image = read(written(source, kind, **({"save_all": True, "append_images": [source]} if kind == "MPO" else {})))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (400, 300))
    assert max(image.getpixel((50, 150))) < 30
    assert min(image.getpixel((350, 150))) > 225


def test_what_is_transparent_becomes_white():
    assert min(read(written(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG")).getpixel((20, 20))) > 250


def test_a_profile_that_is_damaged_is_no_reason_to_refuse_a_photo():
    assert read(written(half_and_half(), "JPEG", icc_profile=b"rubbish" * 50)).size == (400, 300)


@pytest.mark.parametrize(
    ("size", "kept"), [((4800, 3600), (2400, 1800)), ((3000, 6000), (1200, 2400)), ((800, 600), (800, 600))]
)
def test_a_large_photo_is_made_smaller_and_a_small_one_stays(size, kept):
    assert read(written(half_and_half(size), "JPEG")).size == kept
    assert max(kept) <= LONGEST_SIDE


def test_a_photo_of_fourteen_megabytes_from_a_telephone_is_taken():
    noise = Image.effect_noise((4600, 3450), 90).convert("RGB")
    data = written(noise, "JPEG", quality=92)
    assert 12 * MEGABYTE < len(data) < MOST_BYTES
    assert len(read_picture(uploaded(data))) < 6 * MEGABYTE


# --- What is refused ---------------------------------------------------------------------------------------------
MOVING = {"save_all": True, "append_images": [half_and_half().rotate(90)], "duration": 100}
REFUSED = {
    "empty": (b"", "empty"),
    "20 MB": (written(half_and_half(), "JPEG") + b"\0" * (20 * MEGABYTE), "too_large"),
    "a byte too many": (b"\xff\xd8\xff" + b"\0" * (MOST_BYTES - 2), "too_large"),
    "bomb of 60 megapixels": (png_of(10_000, 6_000), "too_many_pixels"),
    "bomb of 900 megapixels": (png_of(30_000, 30_000), "too_many_pixels"),
    "bomb of a side": (png_of(2_000_000_000, 2_000_000_000), "too_many_pixels"),
    "moving GIF": (written(half_and_half(), "GIF", **MOVING), "moving"),
    "still GIF": (written(half_and_half(), "GIF"), "moving"),
    "moving PNG": (written(half_and_half(), "PNG", **MOVING), "moving"),
    "moving WebP": (written(half_and_half(), "WEBP", **MOVING), "moving"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "unknown"),
    "HTML named .jpg": (b"<!doctype html><html><body>hi</body></html>", "unknown"),
    "PDF": (b"%PDF-1.7 ...", "unknown"),
    "TIFF": (written(half_and_half(), "TIFF"), "unknown"),
    "BMP": (written(half_and_half(), "BMP"), "unknown"),
    "HEIC of an iPhone": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 500, "heic"),
    "half a JPEG": (written(Image.effect_noise((300, 300), 90), "JPEG")[:20_000], "broken"),
    "half a PNG": (written(Image.effect_noise((300, 300), 90), "PNG")[:20_000], "broken"),
    "half a WebP": (written(Image.effect_noise((300, 300), 90), "WEBP")[:5_000], None),
    "half an AVIF": (written(half_and_half(), "AVIF")[:-50], None),
    "a JPEG of two bytes": (b"\xff\xd8", None),
    "only the start of a PNG": (png_of(100, 100)[:30], None),
    "a text that unpacks for ever": (
        png_of(100, 100)[:33] + (6_000_012).to_bytes(4, "big") + b"zTXt" + b"a\0\0" + zlib.compress(b"\0" * 10**8), None
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_whatever_is_no_photo_of_use_gets_words_that_help(name):
    data, code = REFUSED[name]
    with pytest.raises(ValidationError) as told:
        read_picture(uploaded(data))
    codes = {error.code for error in told.value.error_list}
    assert all(len(message) > 20 for message in told.value.messages)
    if code:
        assert code in codes
    if code in {"too_large", "too_many_pixels"}:
        # It says how to go on.
        assert "smaller" in codes


def test_the_words_say_how_large_it_is_and_how_large_it_may_be():
    with pytest.raises(ValidationError) as told:
        read_picture(uploaded(REFUSED["20 MB"][0]))
    assert "20 MB" in told.value.messages[0]
    assert "15 MB" in told.value.messages[0]
    # Rounded, 15.2 MB would be exactly what may be.
    with pytest.raises(ValidationError, match="16 MB"):
        read_picture(uploaded(b"\0" * int(15.2 * MEGABYTE)))


def test_a_bomb_is_refused_by_its_header_before_anything_is_unpacked():
    data = written(Image.new("1", (10_000, MOST_PIXELS // 10_000 + 1)), "PNG")
    tracemalloc.start()
    with pytest.raises(ValidationError):
        read_picture(uploaded(data))
    assert tracemalloc.get_traced_memory()[1] < 5 * MEGABYTE
    tracemalloc.stop()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "MPO"])
def test_a_file_that_was_damaged_anywhere_is_read_or_refused_never_a_fault(kind):
    whole = written(
        Image.effect_noise((60, 40), 90).convert("RGB"), kind, **({"exif": phone_exif()} if kind != "MPO" else {})
    )
    chance = random.Random(7)  # noqa: S311
    for _time in range(60):
        damaged = bytearray(whole)
        for _byte in range(chance.choice([1, 5, 50])):
            damaged[chance.randrange(min(len(whole), chance.choice([40, 400, 10**6])))] = chance.randrange(256)
        with contextlib.suppress(ValidationError):
            assert read(bytes(damaged[: chance.choice([len(whole), chance.randrange(len(whole))])])).format == "JPEG"


# --- Nothing stays behind ----------------------------------------------------------------------------------------
class PictureForm(forms.Form):
    """A field with a photo."""

    photo = forms.FileField()

    def clean_photo(self) -> bytes:
        """Made anew."""
        return read_picture(self.cleaned_data["photo"])


def view(request: HttpRequest) -> HttpResponse:
    """Answers 200 when the photo was taken, 422 with the words when it was not."""
    form = PictureForm(request.POST, request.FILES)
    # So large that Django put it in a file.
    large = hasattr(request.FILES["photo"], "temporary_file_path") if "photo" in request.FILES else None
    status = 200 if form.is_valid() else 422
    return HttpResponse(str(form.errors), status=status, headers={"X-In-File": str(large)})


urlpatterns = [path("foto/", view)]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("data", "status", "in_file"),
    [
        (written(Image.effect_noise((2600, 2000), 90).convert("RGB"), "JPEG", quality=95), 200, "True"),
        (written(half_and_half(), "JPEG"), 200, "False"),
        *((data, 422, str(len(data) > 2.5 * MEGABYTE)) for data, _code in REFUSED.values() if data),
    ],
)
def test_no_upload_leaves_a_file_and_none_is_a_fault_of_ours(settings, tmp_path: Path, data, status, in_file):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.MEDIA_ROOT = tmp_path / "media"
    answer = Client(raise_request_exception=False).post("/foto/", {"photo": uploaded(data, "../../foto.jpg")})
    assert answer.status_code == status
    assert answer["X-In-File"] == in_file
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    "body", [b"", b"--x\r\n", b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n\r\nabc']
)
def test_a_form_that_was_cut_off_is_no_fault_of_ours(settings, tmp_path, body):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    answer = Client(raise_request_exception=False).post("/foto/", body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in {400, 422}
    assert list(tmp_path.rglob("*")) == []


def test_a_photo_that_is_gone_over_a_thousand_times_is_refused_before_it_is_read(monkeypatch):
    assert read(jpeg_of_passes(3)).size == (400, 300)
    opened = []
    monkeypatch.setattr(Image, "open", lambda *_, **__: opened.append(True))
    with pytest.raises(ValidationError) as error:
        read_picture(uploaded(jpeg_of_passes(1000)))
    assert (error.value.code, opened) == ("broken", [])
