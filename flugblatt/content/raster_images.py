"""Raster pictures as every renderer can take them: 8 bits, grey or sRGB, upright, without metadata
unless ``keep_metadata`` of statement.yaml keeps it.

Flow: bytes -> judged before they are decoded -> pixels made over where they must be, else the same bytes without metadata ->
``ImageFile``. A picture that was made over is taken as it is the next time, so that a work can be rebuilt from its package.
"""

from __future__ import annotations

import io
import warnings
from functools import lru_cache
from itertools import product
from typing import Any, Literal

from PIL import Image, ImageChops, ImageCms, ImageOps, UnidentifiedImageError

from flugblatt import resources
from flugblatt.content.image_bytes import PNG, fills_its_rows, without_metadata
from flugblatt.content.refused_files import Refused
from flugblatt.model import ImageFile
from flugblatt.tables.limits import limit, raising

_ORIENTATION = 0x0112  # the tag of Exif 2.32, 4.6.4
_QUALITY: dict[str, Any] = {"quality": 95, "subsampling": 0}
"""Of JPEGs that are made over: no loss that anybody sees in print."""
_SEEN = 6  # of 255, chosen: profiles of sRGB by different makers differ by 2 at most, Adobe RGB by more than 50


def read_raster(name: str, data: bytes, keep_metadata: bool = False) -> ImageFile | Refused:
    """The picture, or what was expected and what was found."""
    media_type: Literal["image/png", "image/jpeg"] = "image/png" if data.startswith(PNG) else "image/jpeg"
    form = media_type[6:].upper()
    try:
        with warnings.catch_warnings():
            # Pillow warns of its own, larger limit, and of metadata; ours is asked before anything is decoded.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:
                width, height = image.size
                if width * height > limit("picture_pixels"):
                    return too_many_pixels(name, f"{width} × {height}")
                if getattr(image, "n_frames", 1) > 1 and form == "PNG":
                    return Refused(f"a still image was expected, found an animation in {name}")
                image.load()
                safe = _made_over(image, data, form, keep_metadata) or _cleaned(image, data, keep_metadata)
                turned = _turned(image)
    except Image.DecompressionBombError:
        return too_many_pixels(name, "many more")
    except UnidentifiedImageError:  # whose words name a place in memory
        return Refused(f"a whole {form} image was expected, found a damaged one in {name} (its head cannot be read)")
    except (OSError, SyntaxError, ValueError, ImageCms.PyCMSError) as error:
        return Refused(f"a whole {form} image was expected, found a damaged one in {name} ({error})")
    width, height = (height, width) if turned else (width, height)
    return ImageFile(name, media_type, safe, width, height)


def too_many_pixels(name: str, found: str) -> Refused:
    message = f"at most {limit('picture_pixels'):,} pixels were expected, found {found} in {name}"
    return Refused(message, raising("picture_pixels", ["save it smaller"]))


def _turned(image: Image.Image) -> bool:
    return image.getexif().get(_ORIENTATION) in (5, 6, 7, 8)


def _cleaned(image: Image.Image, data: bytes, keep_metadata: bool) -> bytes:
    fits = _profile_fits(image)
    return data if keep_metadata and fits else without_metadata(data, profile=fits)


def _profile_fits(image: Image.Image) -> bool:
    """Whether an embedded profile, if any, is of the colour space of the picture (ICC.1:2010, 7.2.6), and whole."""
    profile = image.info.get("icc_profile") or b""
    if not profile:
        return True
    grey = image.mode in ("1", "L", "LA") or image.mode.startswith("I")
    return profile[16:20] == (b"GRAY" if grey else b"RGB ") and _is_whole(profile, "L" if grey else "RGB")


@lru_cache(maxsize=8)
def _is_whole(profile: bytes, mode: str) -> bool:
    """Whether colours can be converted by a profile; every reader of pictures leaves a damaged one aside."""
    try:
        ImageCms.buildTransform(io.BytesIO(profile), ImageCms.createProfile("sRGB"), mode, "RGB")
    except (OSError, ValueError, ImageCms.PyCMSError):
        return False
    return True


def _made_over(image: Image.Image, data: bytes, form: str, keep_metadata: bool) -> bytes:
    """The file of new pixels, where these are of 16 bits, in CMYK or not upright, or where something lies behind them; else
    nothing."""
    deep, own = form == "PNG" and data[24] == 16, _of_other_colours(image)
    hides = form == "PNG" and not keep_metadata and not fills_its_rows(data, *image.size)
    as_it_is = not (deep or own or hides) and image.mode != "CMYK"
    if as_it_is and image.getexif().get(_ORIENTATION, 1) not in range(2, 9):
        return b""
    upright = ImageOps.exif_transpose(image)
    plain = _in_rgb(upright) if image.mode == "CMYK" else _in_8_bits(upright) if deep else upright
    plain = _in_srgb(plain, own) if own else plain
    given: dict[str, Any] = {"dpi": image.info["dpi"]} if "dpi" in image.info else {}
    if "transparency" in plain.info and plain.mode != "LA":
        given["transparency"] = plain.info["transparency"]
    if image.mode != "CMYK" and not own and image.info.get("icc_profile") and _profile_fits(image):
        given["icc_profile"] = image.info["icc_profile"]
    else:
        given["icc_profile"] = None
    given["exif"] = upright.getexif().tobytes() if keep_metadata else b""
    plain.info.clear()
    stream = io.BytesIO()
    plain.save(stream, form, **given, **(_QUALITY if form == "JPEG" else {}))
    return stream.getvalue() if keep_metadata else without_metadata(stream.getvalue(), profile=True)


def _of_other_colours(image: Image.Image) -> bytes:
    """The embedded profile where its colours are not those of sRGB, which all renderers take a picture for; else nothing."""
    profile: bytes = image.info.get("icc_profile") or b""
    if image.mode == "CMYK" or not profile or not _profile_fits(image):
        return b""
    return profile if _strays(profile, profile[16:20] == b"GRAY") else b""


@lru_cache(maxsize=8)
def _strays(profile: bytes, grey: bool) -> bool:
    """Whether a profile shows any of some colours otherwise than sRGB does."""
    steps = range(0, 256, 1 if grey else 51)
    samples = bytes(steps) if grey else bytes(part for color in product(steps, repeat=3) for part in color)
    ramp = Image.frombytes("L" if grey else "RGB", (256 if grey else 216, 1), samples)
    shown = ImageChops.difference(_in_srgb(ramp, profile), ramp).getextrema()
    return max(high for _, high in (shown if isinstance(shown[0], tuple) else (shown,))) > _SEEN


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Grey or RGB by its profile; what is clear stays so."""
    if image.mode == "P" or "transparency" in image.info:
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    grey = profile[16:20] == b"GRAY"
    made = _converted(image.convert("L" if grey else "RGB"), io.BytesIO(profile))
    made = made.convert("L") if grey else made
    if "A" in image.mode:
        made.putalpha(image.getchannel("A"))
    return made


def _in_8_bits(image: Image.Image) -> Image.Image:
    """The high bytes of 16-bit grey, with a single transparent value as alpha; Pillow has halved the others already."""
    if not image.mode.startswith("I"):
        return image
    wide = image.convert("I")
    deep = wide.convert("I;16").tobytes()
    grey = Image.frombytes("L", image.size, deep[1::2])
    clear = image.info.get("transparency")
    if not isinstance(clear, int):
        return grey
    low, high = (Image.frombytes("L", image.size, deep[start::2]) for start in (0, 1))
    differs = [
        part.point([0 if value == wanted else 255 for value in range(256)])
        for part, wanted in ((low, clear & 255), (high, clear >> 8))
    ]
    return Image.merge("LA", (grey, ImageChops.lighter(*differs)))


def _in_rgb(image: Image.Image) -> Image.Image:
    """CMYK by its embedded profile, else by that of the printing condition that press files are made for."""
    own = image.info.get("icc_profile") or b""
    known = own[16:20] == b"CMYK" and _is_whole(own, "CMYK")
    return _converted(image, io.BytesIO(own) if known else str(resources.PROFILES / "FOGRA39L_coated.icc"))


def _converted(image: Image.Image, source: io.BytesIO | str) -> Image.Image:
    made = ImageCms.profileToProfile(
        image,
        source,
        ImageCms.createProfile("sRGB"),
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        "RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if made is None:
        raise ValueError("no picture in RGB")
    return made
