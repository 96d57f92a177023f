"""What pdfium and pikepdf find in PDF files.

pdf.py check FILE...        one line a check
pdf.py text FOLDER FILE...  the text that pdfium extracts, as FOLDER/<stem>.txt, with a form feed between pages
"""

import pathlib
import sys
from collections import Counter

import pikepdf
import pypdfium2

# A page with less than this is taken for blank; a page number alone has no more.
FEWEST_CHARACTERS = 3
# Half the size of paper at screen resolution: enough to run every operator of a page, and quick.
SCALE = 0.5
# Documents of so many pages may be letters.
SHORTEST = 2


def say(good, text):
    print(f"{'ok' if good else 'FAIL':5} {text}", flush=True)


def pages(path):
    """Every page can be drawn and has text."""
    document = pypdfium2.PdfDocument(path)
    blank = []
    for number, page in enumerate(document, 1):
        page.render(scale=SCALE)
        if len(page.get_textpage().get_text_bounded().strip()) < FEWEST_CHARACTERS:
            blank.append(str(number))
    count = len(document)
    document.close()
    if blank or not count:
        say(False, f"{path}: pdfium: no text on page {', '.join(blank[:5]) or 'any'}")
    else:
        say(True, f"{path}: pdfium draws {count} pages, with text on each")


def elements(node):
    """The structure elements below a node, without recursion: files may be deep."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Array):
            waiting.extend(found)
        elif isinstance(found, pikepdf.Dictionary):
            if "/S" in found:
                yield found
            if "/K" in found:
                waiting.append(found.K)


def catalogue(path):
    """Language, structure and the wish to show the title, as screen readers look for them."""
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        language = str(root.get("/Lang", ""))
        say(bool(language), f"{path}: language of the file: {language or 'none'}")
        tags, languages = Counter(), set()
        if "/StructTreeRoot" in root:
            for element in elements(root.StructTreeRoot):
                tags[str(element.S)[1:]] += 1
                if "/Lang" in element:
                    languages.add(str(element.Lang))
        # The title is a heading always; a letter of a page or two may have no tables, and is structured by its lists.
        letter = len(pdf.pages) <= SHORTEST and {"L", "LI"} <= tags.keys()
        whole = "H1" in tags and ({"Table", "TH"} <= tags.keys() or letter and "Table" not in tags)
        most = ", ".join(f"{count} {tag}" for tag, count in tags.most_common(8)) or "nothing"
        say(whole, f"{path}: headings, tables and header cells in the structure: {most}; in {', '.join(sorted(languages)) or 'no language'}")
        shown = root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)
        say(bool(shown), f"{path}: the title is shown instead of the file name: {'yes' if shown else 'no'}")


def check(paths):
    for path in paths:
        for name, examine in (("pdfium", pages), ("pikepdf", catalogue)):
            try:
                examine(path)
            except Exception as problem:  # whatever a library raises, it is a verdict on the file
                say(False, f"{path}: {name}: {' '.join(str(problem).split()) or type(problem).__name__}")


def text(folder, paths):
    for path in paths:
        document = pypdfium2.PdfDocument(path)
        said = "\f".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        (pathlib.Path(folder) / f"{pathlib.Path(path).stem}.txt").write_text(said, encoding="utf-8")


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    if command == "check":
        check(arguments)
    elif command == "text":
        text(arguments[0], arguments[1:])
    else:
        sys.exit(__doc__)
