#!/usr/bin/env python3
"""Makes the PNG images beside this file, each with a graymap of what it shows.

    python3 -m venv venv && venv/bin/pip install pillow==13.0.0 pypng==0.20220715.0 && venv/bin/python make.py

Pillow and pypng encode by themselves, without libpng. The graymaps are written from the numbers that the
images are made of, never from the images: colour counts by its luma (ITU-R BT.709), and what is
transparent lets white through.

`omniglot.png` is images_background/Balinese/character01/0108_01.png as published (Lake, Salakhutdinov,
Tenenbaum 2015, https://github.com/brendenlake/omniglot, MIT licence, copyright 2015 Brenden Lake);
`omniglot.pgm` is what Pillow reads of it.
"""

import pathlib
import random

import png
from PIL import Image

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 11, 7
DRAWS = random.Random(1)


def draw(levels: int) -> list:
    return [[DRAWS.randrange(levels) for _ in range(WIDTH)] for _ in range(HEIGHT)]


def luma(red: int, green: int, blue: int) -> float:
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def over(level: float, alpha: int) -> float:
    """On white."""
    return 255 + (level - 255) * alpha / 255


def graymap(name: str, rows: list) -> None:
    head = f"P5 {len(rows[0])} {len(rows)} 255\n".encode()
    (HERE / f"{name}.pgm").write_bytes(head + bytes(round(level) for row in rows for level in row))


def picture(mode: str, rows: list) -> Image.Image:
    image = Image.new(mode, (WIDTH, HEIGHT))
    image.putdata([pixel for row in rows for pixel in row])
    return image


def grays() -> None:
    bits = draw(2)
    white = [[255 * bit for bit in row] for row in bits]
    picture("1", white).save(HERE / "gray1.png")
    graymap("gray1", white)
    for depth in (2, 4):
        rows = draw(1 << depth)
        png.Writer(WIDTH, HEIGHT, greyscale=True, bitdepth=depth).write(
            open(HERE / f"gray{depth}.png", "wb"), rows)
        graymap(f"gray{depth}", [[level * 255 // ((1 << depth) - 1) for level in row] for row in rows])
    rows = draw(256)
    picture("L", rows).save(HERE / "gray8.png")
    graymap("gray8", rows)
    png.Writer(WIDTH, HEIGHT, greyscale=True, bitdepth=16).write(
        open(HERE / "gray16.png", "wb"), [[257 * level for level in row] for row in rows])
    graymap("gray16", rows)
    for name, depth, shown in (("interlaced1", 1, bits), ("interlaced8", 8, rows)):
        png.Writer(WIDTH, HEIGHT, greyscale=True, bitdepth=depth, interlace=True).write(
            open(HERE / f"{name}.png", "wb"), shown)
        graymap(name, white if depth == 1 else shown)


def palettes() -> None:
    levels = [200, 0, 255, 31, 128]
    rows = draw(len(levels))
    image = picture("P", rows)
    image.putpalette([level for level in levels for _ in range(3)])
    image.save(HERE / "palette.png")
    graymap("palette", [[levels[index] for index in row] for row in rows])
    image.save(HERE / "palette-transparent.png", transparency=1)
    graymap("palette-transparent", [[255 if i == 1 else levels[i] for i in row] for row in rows])


def colours() -> None:
    rows = [[(level, level, level) for level in row] for row in draw(256)]
    picture("RGB", rows).save(HERE / "rgb-gray.png")
    graymap("rgb-gray", [[pixel[0] for pixel in row] for row in rows])
    rows = [[tuple(DRAWS.randrange(256) for _ in range(3)) for _ in range(WIDTH)] for _ in range(HEIGHT)]
    picture("RGB", rows).save(HERE / "rgb.png")
    graymap("rgb", [[luma(*pixel) for pixel in row] for row in rows])
    alphas = [[DRAWS.choice([0, 255, DRAWS.randrange(256)]) for _ in range(WIDTH)] for _ in range(HEIGHT)]
    pairs = [list(zip(row, alpha)) for row, alpha in zip(rows, alphas)]
    picture("RGBA", [[(*pixel, a) for pixel, a in row] for row in pairs]).save(HERE / "rgba.png")
    graymap("rgba", [[over(luma(*pixel), a) for pixel, a in row] for row in pairs])
    picture("LA", [[(pixel[0], a) for pixel, a in row] for row in pairs]).save(HERE / "gray-alpha.png")
    graymap("gray-alpha", [[over(pixel[0], a) for pixel, a in row] for row in pairs])


def published() -> None:
    image = Image.open(HERE / "omniglot.png").convert("L")
    levels = image.tobytes()
    graymap("omniglot", [levels[y * image.width:(y + 1) * image.width] for y in range(image.height)])


if __name__ == "__main__":
    grays()
    palettes()
    colours()
    published()
