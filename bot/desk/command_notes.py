"""Shows in the mailbox what came of commands: moves the item, labels it, lays a note beside it; decides none of them.

Everything here is repeatable: where it breaks off it is done again, and the move it makes was on record before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.filing import make_case_folders
from bot.mailbox import Ambiguous, MailboxError, NotFound, Permanent, Ref, Unavailable
from handlers.labels import SEE_NOTE
from store import cards, commands, drafts, outbox, placing, refiling
from store.commands import Command, How
from store.engine import Tx
from store.messages import Card
from store.terms import london_date
from templates.pages import note_page

if TYPE_CHECKING:
    from bot.service import Service

NOTES_STAY = 3
"""For how many working days a note lies beside its item, unless the item moves on before."""
_TRIES = 9
_TITLE = {True: "This was not done", False: "Please note"}


@dataclass(frozen=True, slots=True)
class Lies:
    """Where a thing lies: its item, its folder's id, and the mark it is to be stamped with ("" where it is)."""

    ref: Ref
    folder: str
    stamp: str = ""
    categories: tuple[str, ...] = ()


def key_of(service: Service, one: Command) -> str:
    """The key that the note about a command carries."""
    return service.store.vault.own_key(f"note {one.id}")


def pass_(service: Service) -> int:
    """Every command shows in the mailbox, in the order they were decided; notes that have done their work are gone."""
    with service.reading() as tx:
        waiting = sorted(commands.decided(tx), key=lambda one: (one.done_at or one.arrived_at, one.how is How.LABEL))
    make_case_folders(service, (one.goes_to for one in waiting))
    done = sum(_tried(service, one) for one in waiting)
    _tidy(service)
    return done


def _tried(service: Service, one: Command) -> int:
    """What came of it is shown, or is left for the next pass; one that never works holds up no other."""
    mark = f"command:{one.id}"
    try:
        _show(service, one)
    except (Permanent, Unavailable, Ambiguous) as trouble:
        service.unanswered[mark] += 1
        if service.unanswered[mark] < _TRIES:
            if isinstance(trouble, Permanent):
                return 0
            raise
        with service.writing() as tx:
            commands.shown(tx, one)
    service.unanswered.pop(mark, None)
    return 1


def _show(service: Service, one: Command) -> None:
    with service.reading() as tx:
        lies = where(tx, one)
    folder = service.folders.get(one.goes_to, "") if one.goes_to else ""
    note: Ref | None = None
    if lies is not None and one.how is not How.GONE:
        try:
            lies = _moved(service, one, lies, folder)
        except NotFound:
            lies = None
    beside = folder or (lies.folder if lies else "")
    if one.note_key and beside:
        note = service.mailbox.note(beside, _card(service, one))
    with service.writing() as tx:
        if lies is not None and one.how is not How.GONE:
            _lies_now(tx, one, lies)
        called = {lies_in: name for name, lies_in in service.folders.items()}
        item, locator = (note.id, note.locator) if note else ("", "")
        commands.shown(tx, one, note_item=item, note_locator=locator, lies_in=called.get(beside, ""))


def _moved(service: Service, one: Command, lies: Lies, folder: str) -> Lies:
    ref, adds = lies.ref, one.adds
    if lies.stamp:
        ref, adds = service.mailbox.stamp(ref, lies.stamp), (*lies.categories, *adds)
    if folder and folder != lies.folder:
        ref = service.mailbox.file(ref, folder)
    if adds or one.removes:
        ref = service.mailbox.label(ref, add=tuple(dict.fromkeys(adds)), remove=one.removes)
    return Lies(ref, folder or lies.folder)


def where(tx: Tx, one: Command) -> Lies | None:
    """Where the thing lies now; None where it has gone or is nothing any more."""
    if one.thing == "intake":
        held = refiling.by_id(tx, one.row)
        if held is None or not held.folder:
            return None
        fresh = held.filing == "overtaken"
        return Lies(
            Ref(held.item, held.locator),
            held.folder,
            held.stamp if fresh else "",
            tuple(held.categories.splitlines()) if fresh else (),
        )
    if one.thing == "card":
        card = cards.of_case(tx, one.row)
        return Lies(Ref(card.item, card.locator), card.folder) if card and card.item and not card.gone else None
    letters = outbox.by_ids(tx, [one.row])
    return Lies(Ref(letters[0].draft_item, letters[0].draft_locator), letters[0].draft_folder) if letters else None


def _lies_now(tx: Tx, one: Command, lies: Lies) -> None:
    ref, folder = lies.ref, lies.folder
    if one.thing == "intake":
        if (held := refiling.by_id(tx, one.row)) is not None:
            placing.filed(tx, [(held, ref.id, ref.locator, folder)])
    elif one.thing == "card":
        if (card := cards.of_case(tx, one.row)) is not None and not card.gone:
            cards.moved(tx, card, item=ref.id, locator=ref.locator, folder=folder)
    else:
        (letter,) = outbox.by_ids(tx, [one.row])
        if letter.draft_item != ref.id:
            drafts.now_called(tx, letter, item=ref.id, locator=ref.locator, rule="moved")
        if letter.draft_folder != folder:
            drafts.lies_in(tx, letter, folder)


def _card(service: Service, one: Command) -> Card:
    title = _TITLE[one.refused]
    return Card(
        key=one.note_key,
        subject=f"{title}: {one.said}",
        html=note_page(service.letterhead, title, one.said),
        text=f"{one.said}\n",
        categories=(SEE_NOTE,),
    )


def _tidy(service: Service) -> None:
    """Notes whose item has moved on, or that are three working days old, are gone, and the label with them."""
    with service.reading() as tx:
        old = [(one, where(tx, one)) for one in commands.with_notes(tx)]
    today = london_date(service.clock.now())
    for one, lies in old:
        assert one.done_at is not None  # noqa: S101 - a decided command has its instant
        folder = service.folders.get(one.goes_to or (one.came_from if one.how is How.LABEL else ""), "")
        stays = folder in ("", lies.folder) if lies is not None else one.how is How.GONE
        if stays and today <= service.days.add(london_date(one.done_at), NOTES_STAY):
            continue
        _take_away(service, one, lies)


def _take_away(service: Service, one: Command, lies: Lies | None) -> None:
    try:
        if one.note_item:
            service.mailbox.discard(Ref(one.note_item, one.note_locator), one.note_key)
    except (NotFound, Permanent):
        pass  # somebody was quicker
    ref: Ref | None = None
    try:
        if lies is not None:
            ref = service.mailbox.label(lies.ref, remove=(SEE_NOTE,))
    except (NotFound, Permanent):
        pass
    except MailboxError:
        return
    with service.writing() as tx:
        if ref is not None and lies is not None:
            _lies_now(tx, one, Lies(ref, lies.folder))
        commands.note_gone(tx, one)
