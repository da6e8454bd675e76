"""Whether a mail is known to come from the police: header sets as servers write them, and what a sender may try."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import mime
from handlers.authentication import authentication_results, received_by
from handlers.police_sender import Boundary, Edge, Voucher, vouch
from store.messages import OfficeDomains
from store.terms import Vouched

OFFICE = OfficeDomains("reviews@mopac.example", ("mopac.example",), ("mps.example",), ("iopc.example",))
POLICE = ("mps.example",)
EDGES = {
    "exchange online": Boundary(Edge.EXCHANGE_ONLINE, True, servers=("mopac.example",), domains=POLICE),
    "exchange server": Boundary(
        Edge.EXCHANGE_SERVER, True, "", ("ex01.mopac.example", "ex02.mopac.example"), ("gw.mopac.example",), POLICE
    ),
    "maildir": Boundary(Edge.MAILDIR, False, domains=POLICE),
    "own header": Boundary(Edge.EXCHANGE_ONLINE, True, "X-PCR-Verified-7f3a", (), (), POLICE),
}
SETS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "police_headers.toml").read_text())["set"]
REPLY = b"To: reviews@mopac.example\nSubject: Re: Papers requested\n\nPlease find attached.\n"


def judged(head: bytes, boundary: Boundary) -> Voucher:
    """What is made of a mail with these first headers, read as every mail is."""
    return vouch(mime.read(head + REPLY), boundary, OFFICE)


@pytest.mark.parametrize("one", SETS, ids=lambda one: f"{one['edge']}: {one['what']}")
def test_each_header_set_has_its_verdict(one: dict[str, Any]) -> None:
    """Every header set leads to the verdict and the reason that stand beside it."""
    found = judged(one["head"].encode(), EDGES[one["edge"]])
    assert found.vouched == Vouched(one["verdict"])
    assert one["why"] in found.because


def test_there_are_sets_for_every_edge_and_verdict() -> None:
    """The sets are many, differ, and show each verdict where that verdict can be reached."""
    assert len({one["head"] for one in SETS}) >= 40
    shown = {(one["edge"], one["verdict"]) for one in SETS}
    every = {(edge, verdict.value) for edge in EDGES for verdict in Vouched}
    assert every - shown == {("maildir", "verified"), ("maildir", "forged"), ("own header", "forged")}


def test_nothing_vouches_where_nothing_is_set_up() -> None:
    """Without domains to believe, nothing that any server may have written makes a mail the police's."""
    for one in SETS:
        for edge in EDGES.values():
            found = judged(one["head"].encode(), replace(edge, domains=()))
            assert found.vouched is not Vouched.VERIFIED


def test_a_gateway_is_believed_only_where_its_servers_are_named() -> None:
    """A gateway's word counts for nothing where the settings do not name it and the servers behind it."""
    genuine = next(one["head"].encode() for one in SETS if one["what"] == "through the gateway")
    edge = EDGES["exchange server"]
    assert judged(genuine, edge).vouched is Vouched.VERIFIED
    assert judged(genuine, replace(edge, servers=())).vouched is Vouched.UNVERIFIED
    assert judged(genuine, replace(edge, authserv_ids=())).vouched is Vouched.UNVERIFIED
    assert judged(genuine, replace(edge, authserv_ids=("other.example",))).vouched is Vouched.UNVERIFIED


def test_a_mail_with_more_headers_than_are_kept_is_not_believed() -> None:
    """Where a second sender could hide behind the last header that is kept, nothing vouches for the first."""
    genuine = next(one["head"].encode() for one in SETS if one["what"] == "a genuine mail of the police")
    many = b"".join(b"X-Filler-%d: 1\n" % number for number in range(300))
    edge = EDGES["exchange online"]
    assert judged(genuine + many[:1600], edge).vouched is Vouched.VERIFIED
    assert "more headers" in judged(genuine + many, edge).because


@pytest.mark.parametrize(
    "value",
    [
        "", ";", ";;", "=", "spf", "spf=", "spf=pass smtp.mailfrom", "spf=pass;;dkim=pass", "a b c; spf=pass",
        "spf=pass \"", "spf=pass (", "spf=pass )", "spf=pass \\x", "spf==pass", "mx; none; spf=pass", "x" * 1990,
        "spf=pass smtp.mailfrom=a smtp.mailfrom=b", "spf/x=pass", "s pf=pass a=b c", "mx one; spf=pass",
        "spf=pa\u017fs",
    ],
)  # fmt: skip
def test_what_is_not_well_formed_says_nothing(value: str) -> None:
    """A header that the standard does not know has no results to rely on."""
    found = authentication_results(value)
    assert found is None or found.results == ()


def test_results_are_read_as_the_standard_has_them() -> None:
    """Server, version, comments, quoted strings and properties are told apart."""
    found = authentication_results('MX.example 1; dkim/1 = PASS (good; "x") Header.D="a;b=c" reason="; dmarc=pass"')
    assert found is not None
    assert found.server == "mx.example"
    assert [(one.method, one.result) for one in found.results] == [("dkim", "pass")]
    assert found.results[0].properties == {"header.d": "quoted", "reason": "quoted"}
    nothing = authentication_results("mx.example; none")
    assert nothing is not None
    assert nothing.results == ()


@pytest.mark.parametrize(
    ("value", "by"),
    [
        ("from a.example (by evil.example) by gw.example (Postfix) with ESMTP id 1; Mon", "gw.example"),
        ("by gw.example with local; Mon", "gw.example"),
        ("from by by gw.example; Mon", "gw.example"),
        ("from a by evil.example by gw.example", "evil.example"),
        ("from a b by gw.example", ""),
        ('from "a by gw.example; Mon', ""),
        ("from a (by gw.example", ""),
        ("gw.example", ""),
    ],
)
def test_the_server_of_a_received_line_is_the_one_behind_by(value: str, by: str) -> None:
    """Only what stands where the standard wants the receiving server is taken for it."""
    assert received_by(value) == by


# --- what a sender may try ------------------------------------------------------------------------------------------

NO_PROOF = {
    "exchange online": (
        b"Received: from a.prod.outlook.com by b.prod.outlook.com with HTTPS; Mon, 23 Nov 2026 09:00:00 +0000\n"
        b"Authentication-Results: spf=none (sender IP is 203.0.113.9) smtp.mailfrom=%s; dkim=none\n"
        b" (message not signed) header.d=none;dmarc=%s action=none header.from=mps.example;compauth=fail\n"
        b"X-MS-Exchange-Organization-AuthSource: LO2.eop-gbr01.prod.outlook.com\n"
        b"X-MS-Exchange-Organization-AuthAs: Anonymous\n"
    ),
    "exchange server": (
        b"Received: from gw.mopac.example by ex01.mopac.example with SMTP; Mon, 23 Nov 2026 09:00:00 +0000\n"
        b"Authentication-Results: gw.mopac.example; spf=none smtp.mailfrom=%s; dmarc=%s header.from=mps.example\n"
        b"Received: from evil.example by gw.mopac.example with SMTP; Mon, 23 Nov 2026 09:00:00 +0000\n"
    ),
    "maildir": b"Return-Path: <%s>\nX-Dmarc: %s\n",
}
BEST_LIES = [
    b"Authentication-Results: dkim=pass header.d=mps.example; dmarc=pass header.from=mps.example; compauth=pass\n",
    b"Authentication-Results: gw.mopac.example; dkim=pass header.d=mps.example; dmarc=pass header.from=mps.example\n",
    b"Received: from mps.example by gw.mopac.example with SMTP; Mon, 23 Nov 2026 09:00:00 +0000\n",
    b"Received: from mps.example by ex01.mopac.example with SMTP; Mon, 23 Nov 2026 09:00:00 +0000\n",
    b"ARC-Authentication-Results: i=1; dkim=pass header.d=mps.example; dmarc=pass header.from=mps.example\n",
    b"X-PCR-Verified-7f3b: mps.example\n",
    b"Sender: d.clerk@mps.example\n",
    b"From: x@evil.example\n",
    b"\n",
    b"junk without a colon\n",
    b" dkim=pass header.d=mps.example; dmarc=pass header.from=mps.example\n",
]
PIECES = [
    b"evil.example", b"mps.example", b'"', b"\\", b"(", b")", b";", b"=", b" ", b"\r", b"\t", b"\x00", b"dmarc=pass",
    b" header.from=mps.example", b"; dkim=pass header.d=mps.example", b"=?utf-8?q?=3B_dmarc=3Dpass_?=",
    b"compauth=pass",    b"=?utf-8?b?OyBkbWFyYz1wYXNz?=", b"@", b",", b"<", b">",
]  # fmt: skip
BELOW = st.lists(st.sampled_from(BEST_LIES) | st.binary(max_size=40), max_size=8).map(b"".join)
MAIL_FROM = st.lists(st.sampled_from(PIECES), max_size=6).map(b"".join).filter(lambda one: b";" not in _outside(one))


def _outside(text: bytes) -> bytes:
    """What of an envelope sender stands outside quotes: the protocol lets no mark of a header stand there."""
    plain, quoted, at = b"", False, 0
    while at < len(text):
        sign = text[at : at + 1]
        if sign == b"\\" and quoted:
            at += 1
        elif sign == b'"':
            quoted = not quoted
        elif not quoted:
            plain += sign
        at += 1
    marks = any(mark in plain for mark in (b"(", b")", b"=", b" ", b"\t", b"\r", b"\x00", b",", b"\\", b"<"))
    return b";" if quoted or marks else plain


@given(
    edge=st.sampled_from(sorted(NO_PROOF)),
    failed=st.sampled_from([b"none", b"temperror", b"permerror", b"bestguesspass"]),
    mail_from=MAIL_FROM,
    above=BELOW,
    below=BELOW,
)
@example("exchange online", b"none", b"evil.example", b"".join(BEST_LIES[:6]), b"")
@example("exchange server", b"none", b"evil.example", BEST_LIES[1] + BEST_LIES[2], b"")
@example("exchange server", b"none", b'"; dmarc=pass header.from=mps.example"', BEST_LIES[3], BEST_LIES[1])
def test_nothing_a_sender_writes_makes_a_mail_the_police_s(
    edge: str, failed: bytes, mail_from: bytes, above: bytes, below: bytes
) -> None:
    """Where our boundary proved nothing, no bytes under the sender's control raise the verdict to verified."""
    head = NO_PROOF[edge] % (mail_from, failed)
    raw = head + above + b"From: PC Dana Clerk <d.clerk@mps.example>\n" + below + REPLY
    try:
        incoming = mime.read(raw)
    except mime.Unreadable:
        return
    assert vouch(incoming, EDGES[edge], OFFICE).vouched is not Vouched.VERIFIED


def _whole(one: dict[str, Any]) -> bool:
    """Whether our boundary wrote what it writes on every mail; where it wrote nothing, no rule can tell it apart."""
    if one["edge"] == "exchange online":
        return "\nAuthentication-Results:" in one["head"]
    return one["what"] != "no hop of the gateway at all"


@given(lies=BELOW, own=st.sampled_from([one for one in SETS if one["verdict"] != "verified" and _whole(one)]))
@example(BEST_LIES[0], next(one for one in SETS if one["verdict"] == "forged"))
@example(BEST_LIES[1] + BEST_LIES[2], next(one for one in SETS if one["what"].startswith("the gateway wrote nothing")))
def test_what_a_sender_adds_raises_no_verdict(lies: bytes, own: dict[str, Any]) -> None:
    """Whatever stands below the headers of a mail that was not proved, it is not proved afterwards either."""
    head = own["head"].encode()
    try:
        incoming = mime.read(head + lies + REPLY)
    except mime.Unreadable:
        return
    assert vouch(incoming, EDGES[own["edge"]], OFFICE).vouched is not Vouched.VERIFIED
