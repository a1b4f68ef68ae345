"""Draws the specimen seal of the demonstration: 42 mm at 400 dpi, transparent, plainly no real seal."""

import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).resolve().parent
FONTS = HERE.parent.parent / "var" / "fonts"
DPI, SCALE = 400, 4
SIDE = round(42 / 25.4 * DPI)
TYPES = ("nde", "par")


def ring_text(
    mask: Image.Image, text: str, size: int, radius: float, arc: float, *, below: bool = False
) -> None:
    """Letters along the ring, upright outward at the top, upright inward at the bottom."""
    font = ImageFont.truetype(FONTS / "NotoSerifSC_700Bold.ttf", size)
    centre = mask.width / 2
    for place, char in enumerate(text):
        turn = math.radians(arc * ((place + 0.5) / len(text) - 0.5))
        letter = Image.new("L", (size * 2, size * 2))
        ImageDraw.Draw(letter).text((size, size), char, font=font, fill=255, anchor="mm")
        letter = letter.rotate(math.degrees(turn) * (1 if below else -1), resample=Image.Resampling.BICUBIC)
        x = centre + radius * math.sin(turn) - size
        y = centre + radius * math.cos(turn) * (1 if below else -1) - size
        mask.paste(255, (round(x), round(y)), letter)


def draw_seal() -> Image.Image:
    """The seal in red on nothing, drawn large and made smaller."""
    side = SIDE * SCALE
    mask = Image.new("L", (side, side))
    pen = ImageDraw.Draw(mask)
    edge = side * 0.012
    pen.ellipse((edge, edge, side - edge, side - edge), outline=255, width=round(side * 0.026))
    inner = side * 0.255
    pen.ellipse((inner, inner, side - inner, side - inner), outline=255, width=round(side * 0.006))
    ring_text(mask, "国际交流与合作处", round(side * 0.105), side * 0.37, 218)
    ring_text(mask, "SPECIMEN SEAL", round(side * 0.066), side * 0.385, 92, below=True)
    font = ImageFont.truetype(FONTS / "NotoSerifSC_700Bold.ttf", round(side * 0.17))
    pen.text((side / 2, side / 2), "样章", font=font, fill=255, anchor="mm")
    mask = mask.resize((SIDE, SIDE), Image.Resampling.LANCZOS).point(lambda level: round(level * 0.82))
    seal = Image.new("RGBA", (SIDE, SIDE), (193, 39, 45, 0))
    seal.putalpha(mask)
    return seal


if __name__ == "__main__":
    image = draw_seal()
    for kind in TYPES:
        image.save(HERE / kind / "seal.png", dpi=(DPI, DPI), optimize=True)
