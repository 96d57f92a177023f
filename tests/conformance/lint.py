"""Rules for our own DOCX files that schemas do not know: each stands for something that a word processor did wrong or complained about.

lint.py FILE...   one line for each file without a finding, one for each finding elsewhere
"""

import posixpath
import re
import sys
import zipfile
from collections import Counter

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
TERMS = "{http://purl.org/dc/terms/}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
STORY = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")
BOOKMARK = re.compile(r"[^\W\d]\w{0,39}")
TAG_LENGTH = 64
SHOWN = 40


def value(element, name="val"):
    return None if element is None else element.get(W + name)


def name_of(element):
    """The local name of an element of WordprocessingML, nothing for any other node."""
    tag = element.tag
    return tag[len(W) :] if isinstance(tag, str) and tag.startswith(W) else None


def children(element):
    return [child for child in element if isinstance(child.tag, str)]


class Lint:
    """One file: its parts, and what was found in them."""

    def __init__(self, path):
        self.findings = Counter()
        self.parts = {}
        try:
            self.archive = zipfile.ZipFile(path)
            self.container()
            self.parse()
        except (zipfile.BadZipFile, OSError) as problem:
            self.found("zip", f"cannot be read: {problem}")
            return
        self.relations()
        document = self.parts.get("word/document.xml")
        if document is None:
            self.found("word/document.xml", "missing or not to be parsed")
            return
        self.collect()
        for part, root in self.parts.items():
            if STORY.fullmatch(part):
                self.story(part, root)
        self.references(document)
        self.sections(document)
        self.settings()

    def found(self, part, text):
        self.findings[f"{part}: {text}"] += 1

    # The container

    def container(self):
        entries = self.archive.infolist()
        names = [entry.filename for entry in entries]
        if names[:1] != ["[Content_Types].xml"]:
            self.found("zip", "[Content_Types].xml is not the first entry, by which programs tell the format")
        for name, count in Counter(names).items():
            if count > 1:
                self.found("zip", f"{name} is there {count} times")
        for entry in entries:
            if entry.filename.endswith("/"):
                self.found("zip", f"{entry.filename} is a folder")
            if entry.date_time != (1980, 1, 1, 0, 0, 0):
                self.found("zip", f"{entry.filename} has a time of its own, so that bytes differ from run to run")
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                self.found("zip", f"{entry.filename} is compressed in a way that Word does not read")

    def parse(self):
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        for name in self.archive.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            try:
                root = etree.fromstring(self.archive.read(name), parser)
            except (etree.XMLSyntaxError, zipfile.BadZipFile, ValueError) as problem:
                self.found(name, f"not well-formed: {problem}")
                continue
            if root.getroottree().docinfo.doctype:
                self.found(name, "has a document type declaration")
            self.parts[name] = root

    def relations(self):
        present = set(self.archive.namelist())
        for part, root in self.parts.items():
            if not part.endswith(".rels"):
                continue
            base = posixpath.dirname(posixpath.dirname(part))
            ids = [relation.get("Id") for relation in children(root)]
            for twice in {i for i in ids if ids.count(i) > 1}:
                self.found(part, f"relationship {twice} is there twice")
            for relation in children(root):
                target = relation.get("Target") or ""
                if relation.get("TargetMode") == "External":
                    continue
                place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
                if place not in present:
                    self.found(part, f"leads to {place}, which is not there")
            owner = posixpath.join(base, posixpath.basename(part).removesuffix(".rels"))
            for element in self.parts[owner].iter() if owner in self.parts else ():
                for key, used in element.attrib.items():
                    if key.startswith(R) and used not in ids:
                        self.found(owner, f"{key.removeprefix(R)} {used} is no relationship of this part")

    # What parts refer to

    def ids(self, part, element, attribute):
        root = self.parts.get(part)
        return set() if root is None else {value(found, attribute) for found in root.iter(W + element)}

    def collect(self):
        self.styles = self.ids("word/styles.xml", "style", "styleId")
        self.numbers = self.ids("word/numbering.xml", "num", "numId") | {"0"}
        self.notes = {kind: self.ids(f"word/{kind}s.xml", kind, "id") for kind in ("footnote", "endnote", "comment")}
        self.bookmarks = set()
        self.controls = set()
        numbering = self.parts.get("word/numbering.xml")
        kinds = [k for k in map(name_of, [] if numbering is None else numbering) if k in ("abstractNum", "num")]
        if kinds != sorted(kinds):
            self.found("word/numbering.xml", "w:abstractNum after w:num, which Word calls corrupt")

    # A stream of text

    def story(self, part, root):
        depth = 0
        pairs = {kind: [] for kind in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd")}
        checks = {"tc": self.cell, "tbl": self.table, "t": self.text, "sdt": self.control, "r": self.run}
        for element in root.iter():
            name = name_of(element)
            if name in checks:
                checks[name](part, element)
            elif name in ("pStyle", "rStyle", "tblStyle"):
                if value(element) not in self.styles:
                    self.found(part, f"style {value(element)} is not defined")
            elif name == "numId":
                if value(element) not in self.numbers:
                    self.found(part, f"list {value(element)} is not defined")
            elif name in ("footnoteReference", "endnoteReference", "commentReference"):
                kind = name.removesuffix("Reference")
                if value(element, "id") not in self.notes[kind]:
                    self.found(part, f"{kind} {value(element, 'id')} is not there")
            elif name == "fldChar":
                depth += {"begin": 1, "end": -1}.get(value(element, "fldCharType"), 0)
                if depth < 0:
                    self.found(part, "a field ends that did not begin")
            elif name in pairs:
                pairs[name].append(value(element, "id"))
                if name == "bookmarkStart":
                    self.bookmark(part, element)
        if depth > 0:
            self.found(part, "a field begins and does not end")
        for kind in ("bookmark", "commentRange"):
            if sorted(pairs[f"{kind}Start"]) != sorted(pairs[f"{kind}End"]):
                self.found(part, f"{kind}Start and {kind}End do not pair")

    def cell(self, part, cell):
        inside = children(cell)
        if not inside or name_of(inside[-1]) != "p":
            self.found(part, "a cell that does not end with a paragraph, which Word calls corrupt")

    def table(self, part, table):
        following = table.getnext()
        if following is not None and name_of(following) == "tbl":
            self.found(part, "two tables without a paragraph between them, which Word joins")
        if following is not None and name_of(following) == "sectPr":
            self.found(part, "a table at the end of a section without a paragraph after it")
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.findall(f"{W}tr"):
            spans = [value(cell.find(f"{W}tcPr/{W}gridSpan")) for cell in row.findall(f"{W}tc")]
            width = sum(int(span or 1) for span in spans)
            shifted = any(row.find(f"{W}trPr/{W}{side}") is not None for side in ("gridBefore", "gridAfter"))
            if width != columns and not shifted:
                self.found(part, f"a row over {width} columns in a table of {columns}")

    def text(self, part, text):
        said = text.text or ""
        if said != said.strip() and text.get(SPACE) != "preserve":
            self.found(part, f"spaces that are lost without xml:space: {said!r}")

    def bookmark(self, part, start):
        name = value(start, "name") or ""
        if name in self.bookmarks:
            self.found(part, f"bookmark {name} is there twice")
        self.bookmarks.add(name)
        if not BOOKMARK.fullmatch(name):
            self.found(part, f"bookmark {name!r} has no name of 1 to 40 letters, digits and underscores")

    def control(self, part, control):
        properties = control.find(f"{W}sdtPr")
        kinds = [] if properties is None else [child.tag for child in children(properties)]
        of = {kind: value(properties.find(W + kind)) if kinds else None for kind in ("id", "tag", "alias")}
        tag = of["tag"]
        if len(kinds) != len(set(kinds)):
            self.found(part, f"properties of content control {tag} are there twice")
        if not of["id"]:
            self.found(part, f"content control {tag} has no w:id")
        elif of["id"] in self.controls:
            self.found(part, f"two content controls with w:id {of['id']}")
        self.controls.add(of["id"])
        for kind in ("tag", "alias"):
            if len(of[kind] or "") > TAG_LENGTH:
                self.found(part, f"w:{kind} longer than {TAG_LENGTH} characters, which Word refuses: {of[kind][:30]}")
        if tag and of["alias"] != tag:
            self.found(part, f"w:alias {of['alias']!r} is not w:tag {tag!r}; LibreOffice keeps the alias alone")
        if any(name_of(above) == "hyperlink" for above in control.iterancestors()):
            self.found(part, f"content control {tag} in a hyperlink, from which LibreOffice saves broken XML")
        if properties is not None and properties.find(f"{W}dataBinding") is not None:
            self.found(part, f"content control {tag} is bound to data, which overwrite what somebody typed elsewhere")

    def run(self, part, run):
        said = "".join(text.text or "" for text in run.findall(f"{W}t"))
        if not RIGHT_TO_LEFT.search(said):
            return
        if run.find(f"{W}rPr/{W}rtl") is None:
            self.found(part, f"a run from right to left without w:rtl: {said[:20]!r}")
        paragraph = next(run.iterancestors(f"{W}p"), None)
        if paragraph is not None and paragraph.find(f"{W}pPr/{W}bidi") is None:
            whole = "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
            if 2 * len(RIGHT_TO_LEFT.findall(whole)) > sum(letter.isalpha() for letter in whole):
                self.found(part, f"a paragraph from right to left without w:bidi: {said[:20]!r}")

    # The whole

    def references(self, document):
        for instruction in document.iter(f"{W}instrText"):
            target = re.match(r"\s*(?:PAGE)?REF\s+(\S+)", instruction.text or "")
            if target and target[1] not in self.bookmarks:
                self.found("word/document.xml", f"a reference to bookmark {target[1]}, which is not there")

    def sections(self, document):
        for section in document.iter(f"{W}sectPr"):
            first = any(value(child, "type") == "first" for child in section if name_of(child) in ("headerReference", "footerReference"))
            if first and section.find(f"{W}titlePg") is None:
                self.found("word/document.xml", "a header for the first page without w:titlePg is never shown")

    def settings(self):
        settings = self.parts.get("word/settings.xml")
        if settings is not None and settings.find(f"{W}updateFields") is not None:
            self.found("word/settings.xml", "w:updateFields, for which Word asks a question at each opening")
        core = self.parts.get("docProps/core.xml")
        for element in children(core) if core is not None else ():
            if element.tag.startswith(TERMS) and element.get(f"{XSI}type") != "dcterms:W3CDTF":
                self.found("docProps/core.xml", f"{element.tag.removeprefix(TERMS)} without its type, which Word calls corrupt")


def main(paths):
    for path in paths:
        try:
            findings = Lint(path).findings
        except Exception as problem:  # a file that breaks a rule so far that the rule breaks
            findings = Counter([f"cannot be checked: {type(problem).__name__}: {problem}"])
        if not findings:
            print(f"ok    {path}: our own rules", flush=True)
        for text, count in list(findings.items())[:SHOWN]:
            line = " ".join(text.split())
            print(f"FAIL  {path}: {line}{f' ({count} times)' if count > 1 else ''}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
