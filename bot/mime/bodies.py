"""The best human text of a message and every file that came with it; opens no file and fetches nothing."""

from __future__ import annotations

import hashlib
import re

from bot.mime.charsets import decode, harmless
from bot.mime.parts import EMBEDDED, Part, content
from bot.mime.sealed import without_armour
from store.messages import Attachment

TEXT_CHARACTERS = 1_000_000
_RAW_TEXT_BYTES = 6_000_000
_BODY_KINDS = frozenset({"text/plain", "text/html", "text/enriched", "text/markdown"})
_REPORT_KINDS = frozenset(
    {"message/delivery-status", "message/global-delivery-status", "message/disposition-notification"}
    | {"text/rfc822-headers", "message/feedback-report"}
)
_EXTENSIONS = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-outlook": "msg",
    "application/ms-tnef": "dat",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/heic": "heic",
    "text/calendar": "ics",
    "text/html": "html",
    "text/plain": "txt",
}
_NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_NAME_CHARACTERS = 200
_META_CHARSET = re.compile(rb"<meta[^<>]{1,200}?charset=[\"' ]{0,3}([A-Za-z0-9_:.-]{2,40})", re.I)
_TAG = re.compile(r"<[^<>]*+>")
_BREAKS = re.compile(r"<(?:br|/?p|/?div|/?li|/?tr|/?h[1-6]|/?blockquote)\b[^<>]*+>", re.I)


def best_text(root: Part, defects: list[str]) -> str:
    """What a person reading the message would read, at most a million characters; "" where it has no text.

    A plain alternative is preferred to HTML unless it is blank; later inline texts follow the first. A message
    whose only text lies in a file named as such is read from there.
    """
    text = _text(root, defects)
    if not text.strip():
        text = next(filter(str.strip, (_leaf_text(part, defects) for part in _named_texts(root))), "")
    return text[:TEXT_CHARACTERS].strip()


def first_html(root: Part) -> str:
    """The first HTML body of a message, as written; "" where it has none."""
    for part in _leaves(root):
        if part.kind == "text/html" and _is_body(part):
            return _decoded(part, [])
    return ""


def files(root: Part, defects: list[str]) -> tuple[Attachment, ...]:
    """Every file of the message in its order, those inside embedded messages after the embedded message itself."""
    found: list[Attachment] = []
    for part in file_parts(root):
        data = content(part, defects)
        kind = "message/rfc822" if part.kind in EMBEDDED else part.kind
        digest = hashlib.sha256(data).hexdigest()
        found.append(Attachment(_name(part), kind, len(data), digest, _is_inline(part)))
    return tuple(found)


def file_parts(root: Part) -> list[Part]:
    """The part of each file that `files` lists, in the same order."""
    every = _leaves(root, into_messages=True)
    return [part for part in every if not _is_body(part) and (part.kind not in _REPORT_KINDS or part.filename)]


def _leaves(part: Part, *, into_messages: bool = False) -> list[Part]:
    """The parts that hold something, in order; an embedded message is one, and then perhaps what lies inside it."""
    if part.kind in EMBEDDED:
        inner = [leaf for child in part.children for leaf in _leaves(child, into_messages=True)]
        return [part, *inner] if into_messages else [part]
    if not part.children:
        return [part]
    return [leaf for child in part.children for leaf in _leaves(child, into_messages=into_messages)]


def _is_body(part: Part) -> bool:
    return part.kind in _BODY_KINDS and part.disposition != "attachment" and not part.filename


def _is_inline(part: Part) -> bool:
    return part.kind.startswith("image/") and "content-id" in part.head and part.disposition != "attachment"


def _text(part: Part, defects: list[str]) -> str:
    if part.kind in EMBEDDED:
        return ""
    if part.kind == "multipart/alternative":
        plain = [child for child in part.children if child.kind == "text/plain"]
        others = [child for child in reversed(part.children) if child.kind != "text/plain"]
        return next(filter(str.strip, (_text(child, defects) for child in plain + others)), "")
    if part.children:
        return "\n\n".join(filter(str.strip, (_text(child, defects) for child in part.children)))
    return _leaf_text(part, defects) if _is_body(part) else ""


def _named_texts(root: Part) -> list[Part]:
    return [part for part in _leaves(root) if part.kind in _BODY_KINDS or part.kind in _REPORT_KINDS]


def _leaf_text(part: Part, defects: list[str]) -> str:
    text = _decoded(part, defects)
    return from_html(text) if part.kind == "text/html" else text


def _decoded(part: Part, defects: list[str]) -> str:
    data = content(part, defects, most=_RAW_TEXT_BYTES)
    declared = part.parameters.get("charset", "")
    if not declared and part.kind == "text/html" and (meta := _META_CHARSET.search(data, 0, 4_000)):
        declared = meta[1].decode("ascii")
    text, known = decode(data, declared)
    if not known:
        defects.append("unknown_charset")
    if part.kind == "text/plain":
        text = without_armour(text.replace("\r\n", "\n"))
    return harmless(text)


def from_html(html: str) -> str:
    """The text an HTML document shows, its tables and paragraphs kept apart as lines; tags are never trusted."""
    html = html[:TEXT_CHARACTERS]
    # Loaded here because most mail brings its own plain text, and lxml doubles the memory of the child.
    try:
        from inscriptis import get_text

        return harmless(str(get_text(html)))
    except Exception:  # noqa: BLE001 – a foreign reader on hostile bytes; the plain way below always answers
        return harmless(_tags_removed(html))


def _tags_removed(html: str) -> str:
    from html import unescape

    for name in ("script", "style", "head"):
        html = _without_element(html, name)
    text = unescape(_TAG.sub(" ", _BREAKS.sub("\n", html)))
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


def _without_element(html: str, name: str) -> str:
    lower = html.lower()
    if len(lower) != len(html):  # some capital letters grow; then offsets would be wrong
        return html
    kept, at = [], 0
    while (opens := lower.find(f"<{name}", at)) >= 0:
        kept.append(html[at:opens])
        closes = lower.find(f"</{name}", opens)
        at = len(html) if closes < 0 else closes
        if closes >= 0 and lower.startswith(f"<{name}", at):
            break
    kept.append(html[at:])
    return "".join(kept)


def _name(part: Part) -> str:
    name = part.filename.replace("\\", "/").rpartition("/")[2]
    name = " ".join(_NOT_IN_NAMES.sub("", name).split())
    if not name.strip(". "):
        name = "message.eml" if part.kind in EMBEDDED else f"unnamed.{_EXTENSIONS.get(part.kind, 'bin')}"
    if part.kind in EMBEDDED and not name.lower().endswith(".eml"):
        name += ".eml"
    if len(name) > _NAME_CHARACTERS:
        stem, dot, extension = name.rpartition(".")
        tail = dot + extension if dot and len(extension) <= 10 else ""
        name = (stem if tail else name)[: _NAME_CHARACTERS - len(tail)] + tail
    return name
