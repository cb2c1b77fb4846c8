"""Pictures that people send along, made anew: nothing of the file itself is kept, nor what hides in it."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
# Of a JPEG; cameras write one, programs some ten.
MOST_PASSES = 200
# The longer side of what we keep, in pixels: enough for the widest place on the site at double density.
LONGEST_SIDE = 2400
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
# A large picture takes hundreds of megabytes while it is open.
_one_at_a_time = threading.Lock()

_SMALLER = _("Make it smaller first: send it to yourself by e-mail in the size 'medium', or take a screenshot of it.")
_WORDS = {
    "empty": _("This file is empty. Choose the photo again."),
    "moving": _("This picture moves. Choose a photo that stands still, as JPEG or PNG."),
    "heic": _(
        "This photo is in the HEIC format of the iPhone, which many browsers cannot show. Take a screenshot of the "
        "photo and choose that one."
    ),
    "unknown": _("This is not a photo that we can use. Choose a photo as JPEG, PNG, WebP or AVIF."),
    "broken": _("This photo is damaged or not complete. Choose it again, or choose another one."),
}


def sent_picture(request: HttpRequest, name: str) -> tuple[bytes | None, ValidationError | None]:
    """The picture that was sent along in a field, made anew, or what is wrong with it."""
    uploaded = request.FILES.get(name)
    if uploaded is None:
        return None, None
    try:
        return read_picture(uploaded), None
    except ValidationError as wrong:
        return None, wrong


def read_picture(uploaded: File) -> bytes:
    """An uploaded photo as a new JPEG of at most 2400 pixels: upright, without place, camera or comments.

    Raises ValidationError, in words for the sender, for whatever is too large, damaged, moving or no photo.
    """
    _check_size(uploaded)
    _check_passes(uploaded)
    with _one_at_a_time, _whole_pictures_only():
        image = _open(uploaded)
        _check_pixels(image)
        try:
            if image.mode in {"1", "P"}:
                # Fewer dots of a few fixed colours look ragged.
                image = image.convert("RGBA")
            # A JPEG is read smaller at once, so that its full size never comes into memory.
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            clean = _on_white(_in_usual_colours(ImageOps.exif_transpose(image)))
        except Exception as error:  # a reader of pictures fails in many ways
            raise _sorry("broken") from error
    written = io.BytesIO()
    clean.save(written, "JPEG", quality=88, optimize=True, progressive=True)
    return written.getvalue()


def _sorry(code: str) -> ValidationError:
    return ValidationError(_WORDS[code], code=code)


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """Refuse half a picture, whatever was chosen for the whole process: making posters allows them (WeasyPrint)."""
    chosen = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = chosen


def _check_passes(uploaded: File) -> None:
    """Refuse a JPEG of a thousand passes: each is work over all its pixels, however few bytes it takes."""
    uploaded.seek(0)
    data = uploaded.read()
    # Among the pixels an FF is always followed by 00, so FF DA is the beginning of a pass.
    if data.startswith(b"\xff\xd8") and data.count(b"\xff\xda") > MOST_PASSES:
        raise _sorry("broken")


def _check_size(uploaded: File) -> None:
    if not uploaded.size:
        raise _sorry("empty")
    if uploaded.size > MOST_BYTES:
        words = _("This photo is %(size)s MB. That is too large: %(most)s MB is the most.")
        sizes = {"size": round(uploaded.size / 1024 / 1024), "most": MOST_BYTES // 1024 // 1024}
        # Rounded it may seem to fit.
        sizes["size"] = max(sizes["size"], sizes["most"] + 1)
        raise ValidationError([ValidationError(words, code="too_large", params=sizes), _smaller()])


def _check_pixels(image: Image.Image) -> None:
    """Judge by the header alone: nothing has been unpacked yet."""
    if image.width * image.height > MOST_PIXELS:
        words = _("This photo has %(found)s million pixels. That is too many: %(most)s million is the most.")
        counts = {"found": image.width * image.height // 1_000_000 + 1, "most": MOST_PIXELS // 1_000_000}
        raise ValidationError([ValidationError(words, code="too_many_pixels", params=counts), _smaller()])
    # Telephones keep a second picture (for depth or brightness) in one JPEG: that does not move.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise _sorry("moving")


def _smaller() -> ValidationError:
    return ValidationError(_SMALLER, code="smaller")


def _open(uploaded: File) -> Image.Image:
    uploaded.seek(0)
    start = uploaded.read(16)
    uploaded.seek(0)
    try:
        return Image.open(uploaded, formats=FORMATS)
    except UnidentifiedImageError as error:
        if start[:6] in {b"GIF87a", b"GIF89a"}:
            raise _sorry("moving") from error
        raise _sorry("heic" if start[4:8] == b"ftyp" and start[8:12] in _HEIC_BRANDS else "unknown") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        words = _("This photo has far too many pixels: %(most)s million is the most.")
        counts = {"most": MOST_PIXELS // 1_000_000}
        raise ValidationError([ValidationError(words, code="too_many_pixels", params=counts), _smaller()]) from error
    except Exception as error:  # a reader of pictures fails in many ways
        raise _sorry("broken") from error


def _in_usual_colours(image: Image.Image) -> Image.Image:
    """The colours as every screen shows them: telephones write theirs in a wider set, named in a profile."""
    if image.mode.startswith("I"):
        # 16 bits of grey, which Pillow would cut off instead of scaling.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        theirs, ours = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, theirs, ours, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _on_white(image: Image.Image) -> Image.Image:
    """A new picture of nothing but dots, white where it was transparent."""
    clean = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        clean.paste(image, mask=image)
    else:
        clean.paste(image.convert("RGB"))
    return clean
