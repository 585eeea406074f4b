"""Pictures of a published page: small, with their own text, out of the same figures as the notebooks."""

from __future__ import annotations

import io

from PIL import Image, ImageChops, features

from ...figures import Diagram
from .page import Markup, data_uri, element

QUALITY = 54  # of WebP: lines and letters stay clean, at less than half the size of a PNG in 256 colours


def read_png(png: bytes) -> Image.Image:
    """The picture of a PNG file."""
    return Image.open(io.BytesIO(png)).convert("RGB")


def address(image: Image.Image) -> str:
    """A picture as an address that holds it, as WebP where this Python can write it."""
    small = io.BytesIO()
    if features.check("webp"):
        image.save(small, "webp", quality=QUALITY, method=6)
        return data_uri(small.getvalue(), "webp")
    image.quantize(256).save(small, "png")
    return data_uri(small.getvalue(), "png")


def stacked(wide: Image.Image, at: float) -> Image.Image:
    """A wide picture cut at ``at`` of its width, its left part above its right one: as wide as a phone can read."""
    cut = round(at * wide.width)
    parts = [wide.crop((0, 0, cut, wide.height)), wide.crop((cut, 0, wide.width, wide.height))]
    tall = Image.new("RGB", (max(part.width for part in parts), 2 * wide.height), wide.getpixel((0, 0)))
    for row, part in enumerate(parts):
        tall.paste(part, (0, row * wide.height))
    return tall


def picture(diagram: Diagram) -> Markup:
    """A diagram as a figure; its facts are the alternative text."""
    return figure_of(diagram.image(), diagram.text)


def figure_of(image: Image.Image, alt: str, caption: str | None = None) -> Markup:
    """A picture as a figure with its alternative text and, where it has one, a caption below it."""
    return element("figure", element("img", src=address(image), alt=alt, width=str(image.width),
                                     height=str(image.height), decoding="async"),
                   element("figcaption", caption) if caption else None)


def trimmed(image: Image.Image, border: int = 8) -> Image.Image:
    """A picture without the empty paper around it, but for a border of so many pixels."""
    paper = Image.new("RGB", image.size, image.getpixel((0, 0)))
    left, top, right, bottom = ImageChops.difference(image, paper).getbbox() or (0, 0, *image.size)
    return image.crop((max(left - border, 0), max(top - border, 0), min(right + border, image.width),
                       min(bottom + border, image.height)))
