"""Makes the fonts of this folder: plain shapes for a few letters that no embedded font has. Needs fontTools.

shapes.ttf        outlines of TrueType, 2048 units to the em: Armenian, Hebrew, a rune, the last of the Georgian letters
shapes-bold.ttf   the bold face of the same family: the first Armenian letters
shapes.otf        another family, outlines of PostScript, 1000 units to the em, bold: Georgian
"""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

HERE = Path(__file__).parent
DAY = 3786912000  # 1 January 2024, in seconds since 1904


def shape(pen, em, step):
    """A stem with as many bars as the letter has steps."""
    unit = em // 20
    boxes = [(2 * unit, 0, 4 * unit, 14 * unit)]
    boxes += [(4 * unit, 3 * n * unit, 10 * unit, 3 * n * unit + unit) for n in range(step + 1)]
    for left, low, right, high in boxes:
        pen.moveTo((left, low))
        for point in ((left, high), (right, high), (right, low)):
            pen.lineTo(point)
        pen.closePath()


def build(file, name, em, letters, weight):
    postscript = file.endswith(".otf")
    names = [".notdef"] + [f"u{ord(letter):04X}" for letter in letters]
    builder = FontBuilder(em, isTTF=not postscript)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):04X}" for letter in letters})
    width = 12 * (em // 20)
    glyphs = {}
    for step, glyph in enumerate(names):
        pen = T2CharStringPen(width, None) if postscript else TTGlyphPen(None)
        shape(pen, em, step % 5)
        glyphs[glyph] = pen.getCharString() if postscript else pen.glyph()
    style = "Bold" if weight >= 600 else "Regular"
    if postscript:
        builder.setupCFF(f"{name}-{style}", {"FullName": f"{name} {style}"}, glyphs, {})
    else:
        builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({glyph: (width, 2 * (em // 20)) for glyph in names})
    builder.setupHorizontalHeader(ascent=em * 4 // 5, descent=-em // 5)
    builder.setupNameTable({"familyName": f"{name} Shapes", "styleName": style, "psName": f"{name}-{style}"})
    builder.setupOS2(sTypoAscender=em * 4 // 5, sTypoDescender=-em // 5, sCapHeight=14 * (em // 20), usWeightClass=weight, fsType=0)
    builder.setupPost()
    builder.updateHead(created=DAY, modified=DAY)
    builder.font.recalcTimestamp = False
    builder.save(HERE / file)


build("shapes.ttf", "First", 2048, "ԱԲԳԴ" + "אבג" + "ᚠ" + "დ", 400)
build("shapes-bold.ttf", "First", 2048, "ԱԲ", 700)
build("shapes.otf", "Second", 1000, "აბგდ", 700)
