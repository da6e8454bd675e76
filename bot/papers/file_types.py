"""What a file is by its name, by its mail and by its bytes, and whether the three agree; opens nothing."""

from __future__ import annotations

from types import MappingProxyType

from bot.documents import FAULTS
from store.messages import PaperFile

NOT_OPENED = frozenset(
    {
        "ade", "adp", "apk", "app", "application", "appx", "bat", "cab", "chm", "cmd", "com", "cpl", "dll", "diagcab",
        "dmg", "exe", "gadget", "hlp", "hta", "htm", "html", "img", "inf", "ins", "iso", "isp", "jar", "js", "jse",
        "ksh", "library-ms", "lnk", "mde", "mht", "mhtml", "msc", "msh", "msh1", "msh2", "msi", "msix", "msp", "mst",
        "msu", "one", "onepkg", "ops", "pif", "pl", "ps1", "ps1xml", "ps2", "psc1", "py", "pyc", "rb", "reg", "scf",
        "scr", "sct", "search-ms", "settingcontent-ms", "sh", "shb", "shs", "svg", "sys", "theme", "udl", "url", "vb",
        "vbe", "vbs", "vhd", "vhdx", "ws", "wsc", "wsf", "wsh", "xhtml", "xll", "xpi",
    }
)  # fmt: skip
"""Endings of files that act when they are opened, or hide others that do."""
_BYTES_NOT_OPENED = frozenset({"program", "script", "lnk", "iso", "onenote", "html", "svg", "chm", "cab"})
_TYPES_NOT_OPENED = frozenset(
    {
        "text/html", "application/xhtml+xml", "image/svg+xml", "application/x-msdownload", "application/hta",
        "application/javascript", "text/javascript", "application/x-iso9660-image", "application/x-ms-shortcut",
        "application/x-msdos-program", "application/vnd.microsoft.portable-executable", "application/onenote",
        "application/x-sh", "application/java-archive", "multipart/related",
    }
)  # fmt: skip
_LOOKS_LIKE = MappingProxyType(
    {
        "pdf": {"pdf"}, "rtf": {"rtf"}, "png": {"png"}, "jpg": {"jpg"}, "jpeg": {"jpg"}, "gif": {"gif"},
        "tif": {"tiff"}, "tiff": {"tiff"}, "bmp": {"bmp"}, "heic": {"heic"}, "heif": {"heic"}, "webp": {"webp"},
        "docx": {"docx"}, "docm": {"docx"}, "xlsx": {"xlsx"}, "xlsm": {"xlsx"}, "pptx": {"pptx"}, "odt": {"odt"},
        "doc": {"compound", "rtf"}, "xls": {"compound"}, "ppt": {"compound"}, "msg": {"compound"},
        "zip": {"zip"}, "7z": {"7z"}, "rar": {"rar"}, "gz": {"gz"}, "mp3": {"mp3"}, "wav": {"wav"},
        "m4a": {"m4a", "mp4"}, "mp4": {"mp4", "mov"}, "m4v": {"mp4", "mov"}, "mov": {"mov", "mp4"}, "avi": {"avi"},
        "wmv": {"wmv"}, "mkv": {"mkv"},
        "txt": {"text", "mail", "empty"}, "csv": {"text", "empty"}, "eml": {"mail", "text"}, "dat": {"tnef"},
    }
)  # fmt: skip
_DECLARED = MappingProxyType(
    {
        "application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/tiff": "tiff",
        "application/zip": "zip", "application/x-zip-compressed": "zip", "application/msword": "doc",
        "application/vnd.ms-outlook": "msg", "application/vnd.ms-excel": "xls", "application/rtf": "rtf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
        "video/mp4": "mp4", "video/quicktime": "mov", "audio/mpeg": "mp3", "audio/wav": "wav",
    }
)  # fmt: skip
_ENDING = 20
_PASSWORDS = frozenset(sentence for code, sentence in FAULTS.items() if code.startswith("encrypted"))


def ending(label: str) -> str:
    """What a label ends with after its last full stop, in small letters; "" where it has none."""
    stem, dot, last = label.rpartition(".")
    found = last.strip().casefold()[:_ENDING] if dot and stem else ""
    return found if found.replace("-", "").isalnum() else ""


def declared(content_type: str) -> str:
    """The type a mail gives a file, without its parameters."""
    return content_type.partition(";")[0].strip().lower()[:100]


def not_opened(by_name: str, by_mail: str, by_content: str = "") -> str:
    """Why a file of these three types is opened by nobody here, "" where it may be."""
    if by_name in NOT_OPENED:
        return f"files that end in .{by_name} are not opened here"
    if by_mail in _TYPES_NOT_OPENED:
        return f"files sent as {by_mail} are not opened here"
    if by_content in _BYTES_NOT_OPENED:
        return f"its bytes are those of a kind ({by_content}) that is not opened here"
    return ""


def safe_ending(file: PaperFile) -> str:
    """The ending a file is written out with: one of ours, never one that its sender made up."""
    if file.by_content in _LOOKS_LIKE.get(file.by_name, ()):
        return file.by_name
    return file.by_content if file.by_content in _LOOKS_LIKE else "bin"


def is_locked(scan_reason: str) -> bool:
    """Whether a file waits for a password, by the reason its row gives."""
    return scan_reason in _PASSWORDS


def disagreement(file: PaperFile) -> str:
    """What does not fit of a file's name, its type in the mail and its bytes, in a sentence; "" where all does."""
    if not file.is_kept:
        return ""
    seen = file.by_content or "nothing that is known here"
    claims = (
        (f"It ends in .{file.by_name}", file.by_name),
        (f"It was sent as {file.declared}", _DECLARED.get(file.declared, "")),
    )
    for said, claimed in claims:
        if claimed in _LOOKS_LIKE and file.by_content not in _LOOKS_LIKE[claimed]:
            return f"{said}, but its bytes are {seen}."
    return ""
