"""Verdicts of others on DOCX files, one line a check.

docx.py sdk TOOL FILE...       the Open XML SDK, as the program TOOL
docx.py audit FILE...          openxml-audit
docx.py office FOLDER FILE...  LibreOffice: FOLDER/<number>.txt is what it read in each file
"""

import json
import os
import pathlib
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor

from lxml import etree

SHOWN = 20
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Marks of direction and soft hyphens are no words, and programs drop or keep them as they like.
SILENT = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00ad\ufeff"))


def say(good, text):
    print(f"{'ok' if good else 'FAIL':5} {' '.join(text.split())}", flush=True)


def report(path, who, problems):
    if not problems:
        say(True, f"{path}: {who}: valid")
    for problem in problems[:SHOWN]:
        say(False, f"{path}: {who}: {problem}")
    if len(problems) > SHOWN:
        say(False, f"{path}: {who}: and {len(problems) - SHOWN} other problems")


def ask_sdk(tool, path):
    """The exit code of the tool is 0 for invalid files too, so that only what it prints counts."""
    said = subprocess.run([tool, path], capture_output=True, timeout=120, check=False).stdout
    try:
        verdict = json.loads(said)
        problems = [f"{e.get('path')} {e.get('xPath')} {e.get('id')}: {e.get('description')}" for e in verdict.get("errors") or []]
        return problems if problems or verdict.get("ok") is True else ["refused without a reason"]
    except ValueError:
        return ["no verdict"]


def sdk(tool, *paths):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, problems in zip(paths, pool.map(lambda path: ask_sdk(tool, path), paths)):
            report(path, "Open XML SDK", problems)


def audit(*paths):
    from openxml_audit import OpenXmlValidator

    validator = OpenXmlValidator(strict=True)
    for path in paths:
        try:
            result = validator.validate(path)
            problems = [str(error) for error in result.errors if error.severity.value == "error"]
            report(path, "openxml-audit", problems or ([] if result.is_valid else ["refused without a reason"]))
        except Exception as problem:  # whatever it raises, it is a verdict on the file
            report(path, "openxml-audit", [str(problem) or type(problem).__name__])


def written(path):
    """The words of the body, paragraph by paragraph."""
    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    words = []
    for paragraph in body.iter(f"{W}p"):
        pieces = []
        for node in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab", f"{W}noBreakHyphen"):
            kind = node.tag[len(W) :]
            pieces.append((node.text or "") if kind == "t" else "\u2011" if kind == "noBreakHyphen" else " ")
        words += "".join(pieces).translate(SILENT).split()
    return words


def office(folder, *paths):
    for number, path in enumerate(paths):
        found = pathlib.Path(folder) / f"{number}.txt"
        try:
            read = iter(found.read_text(encoding="utf-8").translate(SILENT).split())
            # Numbers of paragraphs, which the file leaves to its lists, stand between the words.
            words = written(path)
            lost = next((word for word in words if word not in read), None)
        except Exception as problem:
            say(False, f"{path}: LibreOffice: {problem}")
            continue
        if lost is None and words:
            say(True, f"{path}: LibreOffice reads all {len(words)} words in their order")
        else:
            say(False, f"{path}: LibreOffice: {'no words' if lost is None else f'not found where it belongs: {lost}'}")


if __name__ == "__main__":
    commands = {"sdk": sdk, "audit": audit, "office": office}
    command, *arguments = sys.argv[1:]
    if command not in commands:
        sys.exit(__doc__)
    commands[command](*arguments)
