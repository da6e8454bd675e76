"""Makes true files of every kind that is opened: Outlook items, winmail.dat, old Word, OpenDocument, ZIP, S/MIME."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

Streams = dict[tuple[str, ...], bytes]
SECTOR, MINI, MINI_BELOW = 512, 64, 4096
FREE, END, FAT = 0xFFFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFD
BEGINNING = datetime(1601, 1, 1, tzinfo=UTC)
SENT_AT = datetime(2026, 10, 19, 14, 40, tzinfo=UTC)


def compound(streams: Streams) -> bytes:
    """A compound file (MS-CFB version 3) with these streams; the small ones lie in its mini stream."""
    nodes: list[tuple[str, ...]] = [()]
    for path in streams:
        nodes += [path[:depth] for depth in range(1, len(path) + 1) if path[:depth] not in nodes]
    sectors: list[bytes] = []
    fat: list[int] = []

    def put(data: bytes) -> int:
        """The first sector of a chain that holds the data."""
        if not data:
            return END
        pieces = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
        first = len(sectors)
        sectors.extend(pieces)
        fat.extend([*range(first + 1, first + len(pieces)), END])
        return first

    small, mini_fat = b"", list[int]()
    starts: dict[tuple[str, ...], int] = {}
    for path, data in streams.items():
        if len(data) >= MINI_BELOW:
            starts[path] = put(data)
        elif data:
            count = -(-len(data) // MINI)
            starts[path] = len(mini_fat)
            mini_fat += [*range(len(mini_fat) + 1, len(mini_fat) + count), END]
            small += data.ljust(count * MINI, b"\0")
    small_start = put(small)
    mini_start = put(struct.pack(f"<{len(mini_fat)}I", *mini_fat)) if mini_fat else END
    left, right, child = (dict.fromkeys(nodes, FREE) for _ in range(3))

    def tree(brothers: Sequence[tuple[str, ...]]) -> int:
        if not brothers:
            return FREE
        middle = len(brothers) // 2
        node = brothers[middle]
        left[node], right[node] = tree(brothers[:middle]), tree(brothers[middle + 1 :])
        return nodes.index(node)

    for node in nodes:
        inside = [one for one in nodes if len(one) == len(node) + 1 and one[: len(node)] == node]
        child[node] = tree(sorted(inside, key=lambda one: (len(one[-1]), one[-1].upper())))
    directory = b""
    for node in nodes:
        name = (node[-1] if node else "Root Entry").encode("utf-16-le")
        sort = 5 if not node else 2 if node in streams else 1
        start = small_start if not node else starts.get(node, END if node in streams else 0)
        size = len(small) if not node else len(streams.get(node, b""))
        directory += name.ljust(64, b"\0") + struct.pack("<HBB", len(name) + 2, sort, 1)
        directory += struct.pack("<III", left[node], right[node], child[node]) + b"\0" * 36
        directory += struct.pack("<IQ", start, size)
    directory_start = put(directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0"))
    count = next(n for n in range(1, 110) if n * SECTOR // 4 >= len(fat) + n)
    places = list(range(len(sectors), len(sectors) + count))
    fat += [FAT] * count
    fat += [FREE] * (count * SECTOR // 4 - len(fat))
    sectors.append(struct.pack(f"<{len(fat)}I", *fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIII", 0, count, directory_start, 0, MINI_BELOW)
    head += struct.pack("<IIII", mini_start, -(-len(mini_fat) * 4 // SECTOR), END, 0)
    head += struct.pack("<109I", *places, *[FREE] * (109 - count))
    return head + b"".join(sectors)


def filetime(at: datetime) -> bytes:
    """An instant as Windows counts it."""
    return struct.pack("<Q", (at - BEGINNING) // timedelta(microseconds=1) * 10)


def item(
    text: str,
    *,
    subject: str = "Outcome",
    sender: str = "psd@force.example",
    name: str = "Force",
    files: Mapping[str, bytes] | None = None,
    items: Mapping[str, Streams] | None = None,
    links: Sequence[str] = (),
    html: bytes = b"",
    rich: bytes = b"",
    ansi: bool = False,
    inner: bool = False,
) -> Streams:
    """The streams of an Outlook item; `items` are items inside it, which are made with `inner`."""
    texts = {0x1000: text, 0x0037: subject, 0x0C1F: sender, 0x0C1A: name}
    streams: Streams = {}
    for number, said in texts.items():
        if said and ansi:
            streams[(f"__substg1.0_{number:04X}001E",)] = said.encode("cp1252")
        elif said:
            streams[(f"__substg1.0_{number:04X}001F",)] = said.encode("utf-16-le")
    if html:
        streams[("__substg1.0_10130102",)] = html
    if rich:
        streams[("__substg1.0_10090102",)] = rich
    table = b"\0" * (24 if inner else 32) + struct.pack("<HHI", 0x0040, 0x0039, 6) + filetime(SENT_AT)
    table += struct.pack("<HHIII", 3, 0x3FFD, 6, 1252, 0)
    streams[("__properties_version1.0",)] = table
    number = 0
    for label, data in {**(files or {}), **dict.fromkeys(links, b"")}.items():
        at = f"__attach_version1.0_#{number:08X}"
        streams[(at, "__properties_version1.0")] = b"\0" * 8
        streams[(at, "__substg1.0_3707001F")] = label.encode("utf-16-le")
        if label not in links:
            streams[(at, "__substg1.0_37010102")] = data
        number += 1
    for label, lying in (items or {}).items():
        at = f"__attach_version1.0_#{number:08X}"
        streams[(at, "__properties_version1.0")] = b"\0" * 8
        streams[(at, "__substg1.0_3001001F")] = label.encode("utf-16-le")
        streams |= {(at, "__substg1.0_3701000D", *path): data for path, data in lying.items()}
        number += 1
    return streams


def packed_rich_text(text: bytes) -> bytes:
    """Rich text as Outlook packs it, with one word that is taken from the bytes both sides begin with."""
    literal = text + b"\0" * 0
    body = b""
    for at in range(0, len(literal), 8):
        piece = literal[at : at + 8]
        body += b"\0" + piece if len(piece) == 8 else bytes([1 << len(piece)]) + piece
    end = struct.pack(">H", ((207 + len(literal)) % 4096) << 4)
    body += end if len(literal) % 8 else b"\x01" + end
    return struct.pack("<II4sI", len(body) + 12, len(literal), b"LZFu", 0) + body


def a_tnef(text: str, files: Mapping[str, bytes], *, items: Mapping[str, bytes] | None = None) -> bytes:
    """A winmail.dat with this text and these files; `items` are further ones that lie in it as messages."""

    def attribute(level: int, number: int, data: bytes) -> bytes:
        return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    def properties(*values: tuple[int, int, bytes]) -> bytes:
        out = struct.pack("<I", len(values) + 1) + struct.pack("<HH", 0x1003, 0x8001) + b"\1" * 16
        out += struct.pack("<II", 1, 6) + "ab\0".encode("utf-16-le") + b"\0\0" + struct.pack("<III", 2, 7, 8)
        for kind, number, data in values:
            out += struct.pack("<HHII", kind, number, 1, len(data)) + data.ljust(-(-len(data) // 4) * 4, b"\0")
        return out

    said = [(0x1F, number, f"{words}\0".encode("utf-16-le")) for number, words in ((0x1000, text), (0x37, "Outcome"))]
    said.append((0x1F, 0x0C1F, "psd@force.example\0".encode("utf-16-le")))
    out = b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x00089006, struct.pack("<I", 0x10000))
    out += attribute(1, 0x00069003, properties(*said))
    for name, data in files.items():
        out += attribute(2, 0x00069002, b"\1\0" + b"\0" * 12) + attribute(2, 0x0006800F, data)
        out += attribute(2, 0x00018010, b"SHORT~1.TXT\0")
        out += attribute(2, 0x00069005, properties((0x1F, 0x3707, f"{name}\0".encode("utf-16-le"))))
    for name, data in (items or {}).items():
        held = properties((0x1F, 0x3001, f"{name}\0".encode("utf-16-le")), (0x0D, 0x3701, b"\7" * 16 + data))
        out += attribute(2, 0x00069002, b"\1\0" + b"\0" * 12) + attribute(2, 0x00069005, held)
    return out


def a_doc(text: str, *, flags: int = 0x0200, version: int = 0x00C1) -> Streams:
    """The streams of an old Word file: one piece in each of its two ways to write letters."""
    half = len(text) // 2
    first, second = text[:half].encode("cp1252"), text[half:].encode("utf-16-le")
    places = (0x400 * 2 | 0x4000_0000, 0x400 + len(first))
    pieces = struct.pack("<III", 0, half, len(text)) + b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    clx = b"\x01" + struct.pack("<H", 3) + b"abc" + b"\x02" + struct.pack("<I", len(pieces)) + pieces
    main = bytearray(0x400)
    struct.pack_into("<HH", main, 0, 0xA5EC, version)
    struct.pack_into("<H", main, 10, flags)
    struct.pack_into("<II", main, 0x01A2, 0, len(clx))
    return {("WordDocument",): bytes(main) + first + second, ("1Table",): clx}


def a_zip(files: Mapping[str, bytes], *, locked: bool = False) -> bytes:
    """A ZIP archive; a locked one says that its entries need a password."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    data = bytearray(out.getvalue())
    if locked:
        for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = data.find(mark)
            while at >= 0:
                data[at + place] |= 1
                at = data.find(mark, at + 4)
    return bytes(data)


def an_odt(body: str, *, header: str = "", manifest: str = "<m/>") -> bytes:
    """An OpenDocument text with this body and this letterhead."""
    spaces = 'xmlns:office="urn:o" xmlns:text="urn:t" xmlns:table="urn:b" xmlns:style="urn:s"'
    content = f"<office:document-content {spaces}><office:text>{body}</office:text></office:document-content>"
    styles = f"<office:document-styles {spaces}><style:header>{header}</style:header></office:document-styles>"
    parts = {"META-INF/manifest.xml": manifest, "content.xml": content, "styles.xml": styles}
    return a_zip({name: said.encode() for name, said in parts.items()})


@cache
def _somebody() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "force.example")])
    unsigned = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    dated = unsigned.serial_number(1).not_valid_before(SENT_AT).not_valid_after(SENT_AT + timedelta(days=9))
    return key, dated.sign(key, hashes.SHA256())


def signed(entity: bytes) -> bytes:
    """An S/MIME file in which this part of a message lies signed."""
    key, certificate = _somebody()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(entity).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def signed_in_pieces(entity: bytes, *, width: int = 7) -> bytes:
    """The same as Outlook writes it: lengths left open, the content in pieces."""

    def piece(tag: int, data: bytes) -> bytes:
        return bytes([tag, len(data)]) + data

    signed_data, plain = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
    cut = b"".join(piece(4, entity[at : at + width]) for at in range(0, len(entity), width))
    content = b"\x30\x80" + piece(6, plain) + b"\xa0\x80\x24\x80" + cut + b"\0\0" * 3
    algorithms = b"\x31\x80" + piece(0x30, piece(6, b"\x2a")) + b"\0\0"
    return (
        b"\x30\x80" + piece(6, signed_data) + b"\xa0\x80\x30\x80" + piece(2, b"\1") + algorithms + content + b"\0\0" * 3
    )


def enveloped(entity: bytes) -> bytes:
    """An S/MIME file in which this part of a message lies encrypted."""
    _, certificate = _somebody()
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(entity).add_recipient(certificate)
    return builder.encrypt(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
