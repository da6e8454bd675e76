"""Notices in a poll what people did to messages, cards and drafts; records it as commands that settle, and does none.

Only what differs from where the service put a thing counts. Every move the service makes is on record before it is
made, so that it is known again here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.mailbox import Item, MailboxError, NotFound, Page, Permanent, Ref
from handlers.told_by_label import asks, is_kind
from store import cards, commands, drafts, intake, outbox, refiling
from store.commands import DECIDED, SETTLING, How
from store.engine import Tx
from store.intake import Held
from store.outbox import Queued
from store.terms import LetterState, Mode, Place

if TYPE_CHECKING:
    from bot.service import Service

WAITS = (LetterState.AWAITING_APPROVAL, LetterState.DRAFTED)
"""The states of letters whose draft lies in the mailbox."""

_TRIES = 9
"""In how many passes one stray card may keep its folder from being read on."""


def our_keys(tx: Tx, items: Iterable[Item]) -> frozenset[str]:
    """The keys of these items that letters, cards or notes of ours carry; a stranger's mail can carry any words.

    It does not rest on what is on record, for a card can be forgotten by a store that was restored.
    """
    keys = [item.key for item in items if item.key]
    if not keys:
        return frozenset()
    return frozenset(outbox.by_marks(tx, keys)) | {key for key in keys if tx.vault.is_own_key(key)}


def moved(service: Service, tx: Tx, subject: str, *, case_id: int | None, was: str, now: str) -> None:
    """A thing lies in another folder than before (ids): our own move, one taken back, or one that begins to settle."""
    if service.settings.sending.mode is Mode.WATCH:
        return
    home = was
    for one in commands.under_way(tx, subject):
        if one.how is How.LABEL:
            continue
        if one.state == DECIDED:
            if service.folders.get(one.goes_to) == now:
                return
            continue
        home = service.folders.get(one.came_from, "")
        commands.taken_back(tx, one)
    if now and now != home:
        called = {folder: name for name, folder in service.folders.items()}
        place, came_from = called.get(now, ""), called.get(home, "")
        commands.begin(tx, subject, How.MOVE, place, case_id=case_id, came_from=came_from)


def labels_that_tell(service: Service, page: Page, known: Mapping[str, Held]) -> list[tuple[Item, Held]]:
    """The known messages of a page whose categories may be news: they ask for something, or no longer do."""
    here = [(item, known[item.ref.id]) for item in page.created if item.ref.id in known]
    if not here:
        return []
    with service.reading() as tx:
        told = commands.told_by_label(tx)
    return [(item, one) for item, one in here if f"intake:{one.id}" in told or _asks(item, one)]


def _asks(item: Item, one: Held) -> bool:
    known = one.categories.splitlines()
    return any(asks(name, new=name not in known) for name in item.categories)


def labelled(
    service: Service, tx: Tx, subject: str, item: Item, *, case_id: int | None, known: Collection[str]
) -> None:
    """Categories that ask for something begin to settle, unless they are ours; those taken off again are forgotten."""
    if service.settings.sending.mode is Mode.WATCH:
        return
    told = [one for one in commands.under_way(tx, subject) if one.how is How.LABEL]
    for one in told:
        if one.state == SETTLING and one.place not in item.categories:
            commands.taken_back(tx, one)
    for name in item.categories:
        new = name not in known and not (is_kind(name) and not subject.startswith("intake:"))
        if asks(name, new=new) and name not in {one.place for one in told}:
            commands.begin(tx, subject, How.LABEL, name, case_id=case_id)


def own_things(service: Service, page: Page) -> None:
    """Where our own drafts and cards lie now, and what people asked for by them, is on record."""
    ours = {item.key: item for item in page.created if item.key}
    if not ours:
        return
    for item in _second_cards(service, page):
        _take_away(service, item)
        if ours.get(item.key) is item:
            del ours[item.key]
    with service.writing() as tx:
        letters = outbox.by_marks(tx, list(ours))
        for key, one in letters.items():
            if ours[key].draft and one.state in WAITS and one.draft_item:
                _draft(service, tx, one, ours[key], page.folder)
        for key, card in cards.by_keys(tx, ours).items():
            item, subject = ours[key], f"card:{card.case_id}"
            if card.gone or (card.item, card.folder) != (item.ref.id, page.folder):
                cards.moved(tx, card, item=item.ref.id, locator=item.ref.locator, folder=page.folder)
            if card.folder != page.folder:
                moved(service, tx, subject, case_id=card.case_id, was=card.folder, now=page.folder)
            owner = cards.owner(tx, card.case_id)
            labelled(service, tx, subject, item, case_id=card.case_id, known={f"@{owner}"})
        known = commands.note_keys(tx) | set(letters)
        known |= cards.known(tx, ours.keys() - known)
        stray = [item for item in ours.values() if item.key not in known and tx.vault.is_own_key(item.key)]
    if service.settings.sending.mode is not Mode.WATCH:
        for item in stray:
            _take_away(service, item)


def _second_cards(service: Service, page: Page) -> list[Item]:
    """Cards that lie there a second time, as where the answer to making one was lost or a person copied it."""
    if service.settings.sending.mode is Mode.WATCH:
        return []
    with service.reading() as tx:
        lying = cards.by_keys(tx, [item.key for item in page.created])
    others = [item for item in page.created if item.key in lying and lying[item.key].item not in ("", item.ref.id)]
    here = {item.ref.id for item in page.created}
    return [item for item in others if lying[item.key].item in here or _is_there(service, lying[item.key])]


def _is_there(service: Service, card: cards.Lying) -> bool:
    if card.gone:
        return False
    try:
        service.mailbox.mime(Ref(card.item, card.locator))
    except (NotFound, Permanent):
        return False
    return True


def _take_away(service: Service, item: Item) -> None:
    """A card of ours that was replaced, and that somebody had put where it was not looked for, is gone.

    Raises MailboxError where the mailbox does not answer, so that it is met again; nine times at most.
    """
    mark = f"stray {item.ref.id}"
    try:
        service.mailbox.discard(item.ref, item.key)
    except (NotFound, Permanent):
        pass
    except MailboxError:
        service.unanswered[mark] += 1
        if service.unanswered[mark] < _TRIES:
            raise
    service.unanswered.pop(mark, None)


def _draft(service: Service, tx: Tx, one: Queued, item: Item, folder: str) -> None:
    subject, known = f"letter:{one.id}", (f"@{cards.owner(tx, one.case_id)}",) if one.case_id else ()
    if one.draft_item != item.ref.id:
        drafts.now_called(tx, one, item=item.ref.id, locator=item.ref.locator, rule="moved")
    if one.draft_folder != folder:
        drafts.lies_in(tx, one, folder)
        moved(service, tx, subject, case_id=one.case_id, was=one.draft_folder, now=folder)
    labelled(service, tx, subject, item, case_id=one.case_id, known=known)


def first_seen(service: Service, folder: str, items: Sequence[Item]) -> None:
    """New messages that a person put or labelled before we saw them begin to settle; copies people made stay unread."""
    arrivals = (service.folders.get(Place.INBOX), service.folders.get(Place.JUNK))
    put = folder not in arrivals
    if not put and not any(item.categories for item in items):
        return
    with service.writing() as tx:
        rows = intake.held(tx, service.mailbox_name, (item.ref.id for item in items))
        first = refiling.originals(tx, rows.values()) if put else {}
        for item in items:
            if (one := rows.get(item.ref.id)) is None:
                continue
            subject = f"intake:{one.id}"
            if one.id in first:
                _copied(service, tx, one, first[one.id], folder)
                continue
            if put:
                moved(service, tx, subject, case_id=None, was="", now=folder)
            labelled(service, tx, subject, item, case_id=None, known=())


def _copied(service: Service, tx: Tx, one: Held, original: int, folder: str) -> None:
    """The copy is on its way to the bot's own folder; the original stands as it lies."""
    refiling.is_a_copy(tx, one)
    if service.settings.sending.mode is Mode.WATCH or Place.BOT not in service.folders:
        return
    subject = f"intake:{one.id}"
    moved(service, tx, subject, case_id=None, was="", now=folder)
    for made in commands.under_way(tx, subject):
        said = f"This is a copy; the message itself stands where it lies (intake {original})."
        commands.decide(tx, made, said, goes_to=Place.BOT)


def is_copy(service: Service, page: Page, item: Item, one: Held) -> bool:
    """Whether an item that carries the stamp of a message is a copy of it, because the message itself still lies there.

    Asked only of changes: in a folder that is listed whole, ids may all be new.
    """
    if item.ref.id == one.item or page.complete or not one.folder:
        return False
    try:
        service.mailbox.mime(Ref(one.item, one.locator))
    except (NotFound, Permanent):
        return False
    return True


def gone(service: Service, tx: Tx, one: Held) -> None:
    """A message was taken out of every folder that is watched: that settles too."""
    if service.settings.sending.mode is Mode.WATCH or not one.folder:
        return
    subject = f"intake:{one.id}"
    came_from = one.folder
    for told in commands.under_way(tx, subject):
        if told.how is How.MOVE and told.state == SETTLING:
            came_from = service.folders.get(told.came_from, came_from)
            commands.taken_back(tx, told)
    called = {folder: name for name, folder in service.folders.items()}
    commands.begin(tx, subject, How.GONE, "", case_id=one.case_id, came_from=called.get(came_from, ""))


def cards_missing(tx: Tx, folder: str, here: Collection[str]) -> tuple[str, ...]:
    """The items of cards that should lie in this folder and do not."""
    return tuple(card.item for card in cards.lying_in(tx, folder) if card.item not in here)


def cards_gone(tx: Tx, removed: Iterable[str], folder: str) -> None:
    """Cards of ours that a person removed are on record as gone."""
    for card in cards.by_items(tx, removed):
        if card.folder == folder and not card.gone:
            cards.taken_away(tx, card)
