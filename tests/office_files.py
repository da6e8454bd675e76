"""What Excel and Word refuse or offer to repair, looked for in the parts of a file; opens no program and mends nothing.

Each fault is a sentence. The rules are those of ECMA-376 that a writer can break by the names, lists, references and
places it is given, and Excel's own limits.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree as Tree
from zipfile import ZipFile

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_IN_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter",
    "mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "ignoredErrors", "drawing", "legacyDrawing", "tableParts", "extLst",
)  # fmt: skip
"""The parts of a sheet in the only order in which they may come."""
_NAME = re.compile(r"[A-Za-z_\\][\w.\\]{0,254}")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[RrCc]\d*")
_NOT_IN_A_SHEETS_NAME = set("[]:*?/\\")


@dataclass(frozen=True)
class Package:
    """The parts of an Office file."""

    data: bytes

    @cached_property
    def names(self) -> list[str]:
        with ZipFile(io.BytesIO(self.data)) as packed:
            return packed.namelist()

    @cached_property
    def parts(self) -> dict[str, Tree.Element]:
        with ZipFile(io.BytesIO(self.data)) as packed:
            return {name: Tree.fromstring(packed.read(name)) for name in self.names if name.endswith((".xml", ".rels"))}

    def leads(self, part: str) -> dict[str, str]:
        """Where the relationships of a part lead, by their ids; outside the file "outside"."""
        folder, name = posixpath.split(part)
        found = self.parts.get(f"{folder}/_rels/{name}.rels".lstrip("/"))
        return {
            one.attrib["Id"]: "outside"
            if one.get("TargetMode") == "External"
            else posixpath.normpath(posixpath.join("/", folder, one.attrib["Target"])).lstrip("/")
            for one in (found if found is not None else ())
        }


def faults(data: bytes) -> list[str]:
    """Everything in the file that its program would not take as it is."""
    package = Package(data)
    every = [*_package(package)]
    if "xl/workbook.xml" in package.parts:
        every += _workbook(package)
    if "word/document.xml" in package.parts:
        every += _document(package)
    return every


def _many(found: Tree.Element | None) -> int:
    return 0 if found is None else len(found)


def _twice(those: Iterator[str] | list[str]) -> list[str]:
    return [one for one, number in Counter(those).items() if number > 1]


def _package(package: Package) -> Iterator[str]:
    yield from (f"{name} is in the file twice" for name in _twice(package.names))
    kinds = package.parts["[Content_Types].xml"]
    known = {one.get("PartName", "").lstrip("/") for one in kinds} | {
        name for name in package.names for one in kinds if name.endswith(f".{one.get('Extension', ' ')}")
    }
    yield from (f"{name} has no type" for name in package.names if name not in known and name[0] != "[")
    for name in package.names:
        for led in package.leads(name).values():
            if led == "outside":
                yield f"{name} leads out of the file"
            elif led not in package.names:
                yield f"{name} leads to {led}, which is not there"


# --- workbooks ------------------------------------------------------------------------------------------------------


def _workbook(package: Package) -> Iterator[str]:
    book = package.parts["xl/workbook.xml"]
    sheets = list(book.iter(f"{_MAIN}sheet"))
    names = [one.attrib["name"] for one in sheets]
    yield from (f"two sheets are called {one}" for one in _twice([name.casefold() for name in names]))
    for name in names:
        if not 1 <= len(name) <= 31 or set(name) & _NOT_IN_A_SHEETS_NAME or name[0] == "'" or name[-1] == "'":
            yield f"no sheet may be called {name!r}"
    if all(one.get("state", "visible") != "visible" for one in sheets):
        yield "no sheet can be seen"
    for one in book.iter(f"{_MAIN}definedName"):
        if not _NAME.fullmatch(one.attrib["name"].removeprefix("_xlnm.")):
            yield f"no name may be {one.attrib['name']!r}"
        about = re.match(r"'?((?:[^'!]|'')+)'?!", one.text or "")
        if not about or about[1].replace("''", "'") not in names:
            yield f"{one.attrib['name']} is about no sheet"
    tables: list[str] = []
    leads = package.leads("xl/workbook.xml")
    for one in sheets:
        yield from _sheet(package, leads[one.attrib[_REL]], names, tables)
    yield from (f"two tables are called {one}" for one in _twice([name.casefold() for name in tables]))


def _sheet(package: Package, part: str, sheets: list[str], tables: list[str]) -> Iterator[str]:
    sheet, leads = package.parts[part], package.leads(part)
    order = [one.tag.removeprefix(_MAIN) for one in sheet]
    yield from (f"{part}: {name} is nothing of a sheet" for name in order if name not in _IN_ORDER)
    places = [_IN_ORDER.index(name) for name in order if name in _IN_ORDER]
    if places != sorted(places):
        yield f"{part}: its parts are out of order"
    styles = package.parts["xl/styles.xml"]
    forms = _many(styles.find(f"{_MAIN}cellXfs"))
    words, cells = _words(package), {}
    last_row = 0
    for row in sheet.iter(f"{_MAIN}row"):
        number, last_column = int(row.attrib["r"]), 0
        if number <= last_row:
            yield f"{part}: row {number} is out of order"
        last_row = number
        for cell in row:
            column = _column(re.sub(r"\d", "", cell.attrib["r"]))
            if column <= last_column or not cell.attrib["r"].endswith(str(number)):
                yield f"{part}: cell {cell.attrib['r']} is out of order"
            last_column = column
            if int(cell.get("s", "0")) >= forms:
                yield f"{part}: {cell.attrib['r']} has a form that is not there"
            value = cell.findtext(f"{_MAIN}v") or "".join(cell.itertext())
            if cell.get("t") == "s":
                value = words[int(value)] if int(value) < len(words) else ""
            if cell.find(f"{_MAIN}f") is not None:
                yield f"{part}: {cell.attrib['r']} is a formula"
            if len(value) > 32767:
                yield f"{part}: {cell.attrib['r']} is too long"
            cells[cell.attrib["r"]] = value
    yield from (f"{part}: {one}" for one in _rules(sheet, sheets, _many(styles.find(f"{_MAIN}dxfs"))))
    for one in sheet.iter(f"{_MAIN}tablePart"):
        yield from _table(package, leads[one.attrib[_REL]], cells, tables)
    for one in sheet.iter():
        if _REL in one.attrib and one.attrib[_REL] not in leads:
            yield f"{part}: {one.attrib[_REL]} leads nowhere"


def _words(package: Package) -> list[str]:
    kept = package.parts.get("xl/sharedStrings.xml")
    return ["".join(one.itertext()) for one in kept] if kept is not None else []


def _rules(sheet: Tree.Element, sheets: list[str], forms: int) -> Iterator[str]:
    for rule in sheet.iter(f"{_MAIN}cfRule"):
        if "dxfId" in rule.attrib and int(rule.attrib["dxfId"]) >= forms:
            yield "a colour rule has a form that is not there"
    validations = sheet.find(f"{_MAIN}dataValidations")
    for rule in validations if validations is not None else ():
        for name, most in (("promptTitle", 32), ("prompt", 255), ("errorTitle", 32), ("error", 225)):
            if len(rule.get(name, "")) > most:
                yield f"{name} is too long: {rule.attrib[name]}"
        formula = rule.findtext(f"{_MAIN}formula1") or ""
        if len(formula) > 255:
            yield f"a list to choose from is too long: {formula[:40]}"
        about = re.match(r"'?([^'!]+)'?!", formula)
        if about and about[1] not in sheets:
            yield f"a list to choose from is on no sheet: {formula}"
    for words in sheet.iter():
        if words.tag in (f"{_MAIN}oddHeader", f"{_MAIN}oddFooter") and len(words.text or "") > 255:
            yield "what stands on each page is too long"


def _table(package: Package, part: str, cells: dict[str, str], tables: list[str]) -> Iterator[str]:
    table = package.parts[part]
    name = table.attrib["displayName"]
    tables.append(name)
    if not _NAME.fullmatch(name) or _LIKE_A_CELL.fullmatch(name):
        yield f"no table may be called {name!r}"
    first, last = table.attrib["ref"].split(":")
    heads = [one.attrib["name"] for one in table.iter(f"{_MAIN}tableColumn")]
    yield from (f"{name}: two columns are called {one}" for one in _twice([head.casefold() for head in heads]))
    begins, ends = (_column(re.sub(r"\d", "", one)) for one in (first, last))
    top, bottom = (int(re.sub(r"\D", "", one)) for one in (first, last))
    if ends - begins + 1 != len(heads):
        yield f"{name} has {ends - begins + 1} columns and {len(heads)} heads"
    if bottom <= top:
        yield f"{name} has no row below its heads"
    shown = [value for at, value in sorted(cells.items(), key=_place) if int(re.sub(r"\D", "", at)) == top]
    if shown[begins - 1 : ends] != heads:
        yield f"{name}: its heads are not those in the cells"


def _place(cell: tuple[str, str]) -> tuple[int, int]:
    return int(re.sub(r"\D", "", cell[0])), _column(re.sub(r"\d", "", cell[0]))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


# --- papers ---------------------------------------------------------------------------------------------------------


def _document(package: Package) -> Iterator[str]:
    paper, leads = package.parts["word/document.xml"], package.leads("word/document.xml")
    known = {one.get(f"{_W}styleId") for one in package.parts["word/styles.xml"].iter(f"{_W}style")}
    for one in paper.iter():
        if one.tag in (f"{_W}pStyle", f"{_W}rStyle", f"{_W}tblStyle") and one.get(f"{_W}val") not in known:
            yield f"the style {one.get(f'{_W}val')} is not there"
        for name, value in one.attrib.items():
            if name.startswith(_REL.rpartition("}")[0]) and value not in leads:
                yield f"{value} leads nowhere"
    for table in paper.iter(f"{_W}tbl"):
        columns = _many(table.find(f"{_W}tblGrid"))
        rows = [len(row.findall(f"{_W}tc")) for row in table.findall(f"{_W}tr")]
        if set(rows) != {columns}:
            yield f"a table of {columns} columns has rows of {sorted(set(rows))}"
        for cell in table.iter(f"{_W}tc"):
            if len(cell) == 0 or cell[-1].tag != f"{_W}p":
                yield "a cell does not end with a paragraph"
    pictures = [one.attrib["id"] for one in paper.iter() if one.tag.endswith("}docPr")]
    yield from (f"two pictures have the number {one}" for one in _twice(pictures))
