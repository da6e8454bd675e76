"""Letters in Microsoft 365 with files, folders and buttons: whole before people see them and before they leave."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path

import pytest

from bot import mime
from bot.mailbox import Ambiguous, Draft, Enclosed, Permanent, Ref, Unavailable
from bot.mailbox.voting import verb_stream
from store.messages import Enclosure, Incoming
from tests.contract import INBOX, LETTER, TREE, Reader, mail, only
from tests.contract_workplace import ENCLOSED, FILES
from tests.graph_world import OURS, GraphWorld, graph_world
from tests.lookalike.faults import Fault
from tests.lookalike.graph_call import Call
from tests.lookalike.items import Attachment, Property
from tests.world import message

LARGE = Enclosure("bundle.pdf", "application/pdf", bytes(range(251)) * 28_000)
OVER = [Enclosure(f"{one}.pdf", "application/pdf", bytes(range(251)) * 12_000) for one in "abc"]
STEP = 320 * 1024


@pytest.fixture
def world(tmp_path: Path) -> Iterator[GraphWorld]:
    """A mailbox at the look-alike."""
    with graph_world(tmp_path) as made:
        yield made


@pytest.fixture
def folder(world: GraphWorld) -> str:
    """The id of the folder in which a draft waits for a person."""
    return world.mailbox.ensure_folders(TREE)["urgent"]


def shown(world: GraphWorld, draft: Draft) -> set[Enclosed]:
    """The files of a draft, none of them twice."""
    attachments = world.mailbox.read_back(draft).attachments
    assert len(set(attachments)) == len(attachments)
    return set(attachments)


def known(file: Enclosure) -> Enclosed:
    """The file as it is read back."""
    return Enclosed(file.name, sha256(file.content).hexdigest())


# --- files ----------------------------------------------------------------------------------------------------------


def test_what_leaves(world: GraphWorld, folder: str) -> None:
    """Files leave with the letter byte for byte, under their names and types."""
    draft = world.mailbox.draft(replace(LETTER, enclosures=(*FILES, LARGE), folder=folder))
    world.mailbox.submit(draft)
    sent = message_from_bytes(world.sent()[0], policy=policy.default)
    left = [(one.get_filename(), one.get_content_type(), one.get_content()) for one in sent.iter_attachments()]
    wanted = [(one.name, one.content_type, one.content) for one in (*FILES, LARGE)]
    assert [(*one[:2], one[2].encode() if isinstance(one[2], str) else one[2]) for one in left] == wanted


def test_requests(world: GraphWorld, folder: str) -> None:
    """A small file takes a request, a large one a session and its pieces; only files are fetched, and only if any."""
    letter = replace(LETTER, enclosures=(FILES[0], LARGE), folder=folder, categories=("A",))
    world.mailbox.read_back(world.mailbox.draft(replace(LETTER, key="an earlier one")))
    world.server.log.clear()
    draft = world.mailbox.draft(letter)
    counts = world.requests()
    assert counts.pop("attachments.upload") == -(-len(LARGE.content) // (10 * STEP))
    assert counts == {
        "messages.list": 1,
        "messages.create": 1,
        "attachments.create": 1,
        "attachments.session": 1,
        "folders.get": 1,
        "messages.move": 1,
    }
    world.server.log.clear()
    world.mailbox.read_back(draft)
    assert world.requests() == {"messages.get": 1, "attachments.get": 2}
    plain = world.mailbox.draft(replace(LETTER, key="without"))
    world.server.log.clear()
    world.mailbox.read_back(plain)
    assert world.requests() == {"messages.get": 1}


def test_pieces(world: GraphWorld) -> None:
    """The pieces of a large file are multiples of 320 KiB but for the last, in order, and go without our token."""
    world.mailbox.draft(replace(LETTER, enclosures=(LARGE,)))
    pieces = world.server.log.of("attachments.upload")
    assert [one.status for one in pieces] == [200] * (len(pieces) - 1) + [201]
    assert {len(one.body) % STEP for one in pieces[:-1]} == {0}
    assert max(len(one.body) for one in pieces) < 4_000_000
    assert b"".join(one.body for one in pieces) == LARGE.content
    assert all("authorization" not in one.headers for one in pieces)


@pytest.mark.parametrize("size", [0, 2_999_999, 3_000_000, 3_276_800, 3_276_801])
def test_sizes(world: GraphWorld, size: int) -> None:
    """A file of any size lies in the draft whole, also an empty one and one on the line between the two ways."""
    file = Enclosure("a.html", "text/html", b"<p>".ljust(size, b"x")[:size])
    draft = world.mailbox.draft(replace(LETTER, enclosures=(file,)))
    assert shown(world, draft) == {known(file)}


def test_many_files(world: GraphWorld) -> None:
    """Files of which a draft is not told in one answer are read all the same."""
    draft = world.mailbox.draft(replace(LETTER, enclosures=FILES))
    item = world.box.item(draft.ref.id)
    place = f"{world.server.url}/v1.0/users/{OURS}/messages/{item.immutable_id}/attachments?$select=id,name&$top=1"
    first = {"id": item.attachments[0].id, "name": "x"}
    told = {"id": item.immutable_id, "isDraft": True, "parentFolderId": item.folder, "attachments": [first]}
    body = json.dumps(told | {"attachments@odata.nextLink": f"{place}&$skip=1"}).encode()
    world.server.faults.plan("messages.get", Fault(body=body))
    assert shown(world, draft) == ENCLOSED


# --- broken off -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("what", ["attachments.create", "attachments.session", "attachments.upload"])
@pytest.mark.parametrize("nth", [1, 2])
def test_broken_off(world: GraphWorld, folder: str, what: str, nth: int, after: bool) -> None:
    """A draft whose files did not all come says so, is nowhere that people look, and is completed: one draft, whole."""
    letter = replace(LETTER, enclosures=(*FILES, *OVER), folder=folder)
    world.server.faults.plan(what, Fault(504), nth=nth, times=5, after=after)
    with pytest.raises((Ambiguous, Unavailable)):
        world.mailbox.draft(letter)
    assert world.box.listed(folder) == []
    half = only(list(world.mailbox.drafts()))
    assert len(world.mailbox.read_back(half).attachments) < len(letter.enclosures)
    world.server.faults.clear()
    for mailbox in (world.restarted(), world.mailbox, world.restarted()):
        draft = mailbox.draft(letter)
        assert shown(world, draft) == {known(one) for one in letter.enclosures}
        assert [one.immutable_id for one in world.box.listed(folder)] == [draft.ref.id]
    assert world.mailbox.drafts() == ()


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("fault", [Fault(504), Fault(reset=True), Fault(429, retry_after="7")])
@pytest.mark.parametrize("nth", [1, 2])
def test_piece_lost(world: GraphWorld, fault: Fault, nth: int, after: bool) -> None:
    """A piece whose answer was lost or refused for now is not sent from the start again, and the file comes whole."""
    after = after and fault.status != 429
    world.server.faults.plan("attachments.upload", fault, nth=nth, after=after)
    draft = world.mailbox.draft(replace(LETTER, enclosures=(LARGE,)))
    assert shown(world, draft) == {known(LARGE)}
    pieces = [one for one in world.server.log.of("attachments.upload") if one.method == "PUT"]
    assert len(world.server.log.of("attachments.session")) == 1
    assert len(pieces) == -(-len(LARGE.content) // (10 * STEP)) + (not after)
    assert world.slept == [7.0 if fault.status == 429 else 1.0]


def test_pieces_lost(world: GraphWorld) -> None:
    """A file is waited for a quarter of a minute in all; if it is broken off then it comes whole at the next pass."""
    letter = replace(LETTER, enclosures=(LARGE,))
    world.server.faults.plan("attachments.upload", Fault(503), every=2, times=4)
    with pytest.raises(Ambiguous):
        world.mailbox.draft(letter)
    assert world.slept == [1.0, 4.0, 10.0]
    world.server.faults.plan("attachments.upload", Fault(503), every=2, times=3)
    assert shown(world, world.mailbox.draft(letter)) == {known(LARGE)}


def test_session_gone(world: GraphWorld) -> None:
    """A large file whose place is known no more is begun anew at the next pass; its letter is not taken for gone."""
    letter = replace(LETTER, enclosures=(LARGE,))
    world.server.faults.plan("attachments.upload", Fault(404, "ErrorItemNotFound"), nth=2)
    with pytest.raises(Unavailable, match="broken off"):
        world.mailbox.draft(letter)
    assert shown(world, world.mailbox.draft(letter)) == {known(LARGE)}


def test_last_piece_lost(world: GraphWorld) -> None:
    """A file whose last answer was lost may lie in the draft: that is looked for before it is sent again."""
    last = -(-len(LARGE.content) // (10 * STEP))
    world.server.faults.plan("attachments.upload", Fault(504), nth=last, after=True)
    letter = replace(LETTER, enclosures=(LARGE,))
    with pytest.raises(Ambiguous):
        world.mailbox.draft(letter)
    assert shown(world, world.mailbox.draft(letter)) == {known(LARGE)}
    assert len(world.server.log.of("attachments.session")) == 1


@pytest.mark.parametrize("place", ["http://elsewhere.example/x", "", "/relative"])
def test_unsafe_place(world: GraphWorld, place: str) -> None:
    """A file is put to no place that is not safe to write to."""
    world.server.faults.plan("attachments.session", Fault(body=json.dumps({"uploadUrl": place}).encode()))
    with pytest.raises(Unavailable):
        world.mailbox.draft(replace(LETTER, enclosures=(LARGE,)))
    assert world.server.log.of("attachments.upload") == []


def test_gone_meanwhile(world: GraphWorld) -> None:
    """A draft that somebody took away while its files came is looked for later, and stops nothing else for good."""
    world.server.faults.plan("attachments.create", Fault(404, "ErrorItemNotFound"))
    with pytest.raises(Unavailable):
        world.mailbox.draft(replace(LETTER, enclosures=FILES))


def test_file_refused(world: GraphWorld) -> None:
    """A file that Exchange will not have is the trouble of its own letter."""
    world.server.faults.plan("attachments.create", Fault(413, "ErrorAttachmentSizeLimitExceeded"))
    letters = [replace(LETTER, key="a", enclosures=FILES), replace(LETTER, key="b")]
    first, second = (one for step in world.mailbox.draft_all(letters) for one in step)
    assert isinstance(first, Permanent)
    assert isinstance(second, Draft)


# --- folders --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("files", [(), FILES])
def test_reply_in_a_folder(world: GraphWorld, folder: str, files: tuple[Enclosure, ...]) -> None:
    """A reply waits in its folder, in its thread, with the labels and the one recipient of the letter."""
    world.box.habits.reply_keeps_recipients = world.box.habits.reply_loses_labels = True
    reader = Reader(world.mailbox, INBOX)
    world.deliver(mail())
    letter = replace(LETTER, to="kim@home.example", folder=folder, categories=("A", "B"), enclosures=files)
    draft = world.mailbox.draft(replace(letter, answers_item=only(reader.created()).ref.id))
    item = world.box.item(draft.ref.id)
    assert (item.in_reply_to, item.folder, item.categories) == ("<q1@home.example>", folder, ["A", "B"])
    assert world.mailbox.read_back(draft).to == ("kim@home.example",)
    assert len(item.attachments) == len(files)


@pytest.mark.parametrize("lasting", [True, False])
def test_move_lost(world: GraphWorld, folder: str, monkeypatch: pytest.MonkeyPatch, lasting: bool) -> None:
    """A draft whose move was made and its answer lost is the one draft there is, wherever ids last or change."""
    monkeypatch.setattr(Call, "immutable", lasting)
    letter = replace(LETTER, enclosures=FILES, folder=folder)
    world.server.faults.plan("messages.move", Fault(504), after=True)
    try:
        draft = world.mailbox.draft(letter)
    except Unavailable:
        draft = world.mailbox.draft(letter)
    assert shown(world, draft) == ENCLOSED
    assert [one.ref for one in world.mailbox.find(LETTER.key)] == [draft.ref]
    assert len(world.box.listed(folder)) == 1


def test_moved_by_a_person(world: GraphWorld, folder: str) -> None:
    """A draft that a person has moved on stays there when it is asked for again."""
    letter = replace(LETTER, enclosures=FILES, folder=folder)
    draft = world.mailbox.draft(letter)
    world.person_moves(draft.ref.id, INBOX)
    assert world.restarted().draft(letter).ref == draft.ref
    assert [one.immutable_id for one in world.box.listed("inbox")] == [draft.ref.id]


@pytest.mark.parametrize("sort", ["plain", "files", "reply"])
def test_folder_taken_away(world: GraphWorld, folder: str, sort: str) -> None:
    """A letter whose folder is gone is refused for good, so that a person hears of it and no other letter waits."""
    world.deliver(mail())
    answers = only(Reader(world.mailbox, INBOX).created()).ref.id if sort == "reply" else ""
    world.box.remove_folder(folder)
    letter = replace(LETTER, folder=folder, enclosures=FILES if sort == "files" else (), answers_item=answers)
    with pytest.raises(Permanent):
        world.mailbox.draft(letter)


# --- buttons --------------------------------------------------------------------------------------------------------


def test_buttons(world: GraphWorld) -> None:
    """The answers a reader can give by a button stand where Outlook looks for them; without answers nothing does."""
    verbs = Property("Binary", "00062008-0000-0000-c000-000000000046", "", 0x8520)
    item = world.box.item(world.mailbox.draft(replace(LETTER, votes=("Approve", "Return"))).ref.id)
    assert base64.b64decode(str(item.extended[verbs])) == verb_stream(("Approve", "Return"))
    assert verbs not in world.box.item(world.mailbox.draft(replace(LETTER, key="b")).ref.id).extended


# --- what is attached to mail that came in --------------------------------------------------------------------------


def read(world: GraphWorld) -> Incoming:
    """The one message in the Inbox as it is read."""
    return mime.read(world.mailbox.mime(only(Reader(world.mailbox, INBOX).created()).ref))


def test_a_message_inside_a_message(world: GraphWorld) -> None:
    """A message that is attached to another comes in its bytes, and nothing more is asked for."""
    world.deliver(
        b"From: Pat <pat@home.example>\nSubject: Forwarded\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nSee the attached.\n'
        b"--b\nContent-Type: message/rfc822\n\nFrom: dps@police.example\nSubject: Outcome\n\nYour complaint.\n--b--\n"
    )
    world.server.log.clear()
    (inner,) = read(world).attachments
    assert inner.content_type == "message/rfc822"
    assert b"Your complaint." in world.mailbox.mime(Ref(world.box.listed("inbox")[0].immutable_id))
    assert world.requests() == {"messages.delta": 1, "messages.value": 2}


@pytest.mark.parametrize("kind", ["plain", "two bodies"])
def test_a_link_is_not_lost(world: GraphWorld, kind: str) -> None:
    """A link to a file in the cloud, which the bytes leave out, is read as a file that says so; nothing fetches it."""
    two = b'MIME-Version: 1.0\nContent-Type: multipart/alternative;\n boundary="b"\n\n--b\n\nSee it.\n--b\n'
    two += b"Content-Type: text/html\n\n<p>See it.</p>\n--b--\n"
    head = b"From: Pat <pat@home.example>\nTo: reviews@pcc.example\nSubject: My letter\n"
    world.deliver(head + (two if kind == "two bodies" else b"\nSee it.\n"))
    [item] = world.box.listed("inbox")
    world.box.attach(
        item, Attachment("", "Outcome letter \u2013 final.pdf", "reference", url="https://cloud.example/x")
    )
    world.server.log.clear()
    incoming = read(world)
    assert (incoming.subject, incoming.sender) == ("My letter", "pat@home.example")
    assert incoming.new_text.strip() == "See it."
    (link,) = incoming.attachments
    assert link.name == "Outcome letter \u2013 final.pdf (link).txt"
    assert b"cloud, which was not fetched: Outcome letter" in world.mailbox.mime(Ref(item.immutable_id))
    assert world.requests() == {"messages.delta": 1, "messages.value": 2, "attachments.list": 2}


def test_files_cost_no_look_for_links(world: GraphWorld) -> None:
    """A message whose bytes show a file is not looked at for links, and one without anything attached is not either."""
    world.deliver(message("Pat <pat@home.example>", attach=("letter.pdf", b"%PDF")))
    world.deliver(mail("Nothing attached"))
    world.server.log.clear()
    for item in Reader(world.mailbox, INBOX).created():
        world.mailbox.mime(item.ref)
    assert "attachments.list" not in world.requests()
