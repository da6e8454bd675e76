"""Keeps one readable card and one folder for each open case; decides nothing and sends nothing.

A card is made before the old one is taken away, and its key is on record before it is made: whatever breaks off in
between, one card remains, and the other is swept away by the next pass that gets through.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.carry_out import CASE_TARGET
from bot.casework.aims import targets
from bot.filing import make_case_folders
from bot.mailbox import SENT, AccessDenied, Ambiguous, Item, NotFound, Permanent, Ref, Unavailable
from bot.papers import requests
from handlers import card_papers
from handlers.card import card
from handlers.history_words import in_words
from store import cards, casework, commands, events, questions
from store.cards import Lying
from store.engine import Tx
from store.messages import Card, CaseCard, CaseView, Question
from store.terms import BOARD, ENDS, LONDON, STAGE_OF, Mode, Owner, Stage, london_date
from templates.pages import card_page

if TYPE_CHECKING:
    from bot.service import Service

TWICE = 2
AT_THE_LATEST = timedelta(hours=1)
_TRIES = 9
"""In how many passes the card of one case may keep the board from being finished."""
_REFUSED = "The mailbox refuses the card of this case. Look whether its folder on the board is there, and tell IT."
_REMOVED = "The card of this case was removed twice. Should the case be closed? Otherwise say so and it comes back."


def is_overdue(service: Service) -> bool:
    """Whether the board has waited so long for a quiet pass that it waits no more."""
    last = service.board_at
    return last is not None and service.clock.now() - last > AT_THE_LATEST


def pass_(service: Service) -> int:
    """The card of every case that something happened to, and once a day of every open case, is as it should be."""
    if service.settings.sending.mode is Mode.WATCH or not set(BOARD.values()) <= set(service.folders):
        return 0
    today = london_date(service.clock.now())
    unseen = service.apart | service.refused
    with service.reading() as tx:
        newest, lost = cards.newest_event(tx), cards.any_lost(tx)
        views = {case_id: casework.view(tx, case_id) for case_id in sorted(_to_look_at(service, tx))}
    if service.board_day != today or service.board_untidy:
        _sweep(service, sorted({service.folders[place] for place in BOARD.values()} - unseen))
    if lost and not unseen:
        _sweep(service, sorted({*service.folders.values()} - {SENT}))
        with service.writing() as tx:
            cards.found_all(tx)
    service.board_untidy = True
    make_case_folders(service, (f"{CASE_TARGET}{view.reference}" for view in views.values() if view.state not in ENDS))
    left: set[int] = set()
    done = sum(_tried(service, case_id, view, left) for case_id, view in views.items())
    service.board_left = left
    service.board_seen, service.board_day, service.board_at = newest, today, service.clock.now()
    service.board_untidy = False
    return done


def _to_look_at(service: Service, tx: Tx) -> set[int]:
    """The cases whose cards may have to change: those touched since the board was last looked at, and those left then.

    Once a day every open case is among them. A service that has just started knows nothing of what was touched: of the
    cases that have ended it looks at those alone whose card does not lie in Closed.
    """
    found = set(service.board_left)
    if service.board_day != london_date(tx.now):
        found |= set(casework.open_cases(tx))
    if service.board_day is None:
        return found | set(cards.astray(tx, service.folders[BOARD[Stage.CLOSED]]))
    return found | set(cards.touched(tx, service.board_seen))


def _tried(service: Service, case_id: int, case: CaseView, left: set[int]) -> int:
    """The card of one case is as it should be, or is left for a later pass so that it keeps no other waiting.

    Raises MailboxError where the mailbox does not answer; for the card of one case nine times at most.
    """
    mark = f"card:{case_id}"
    try:
        done = _one(service, case_id, case)
    except Permanent:
        return _ask(service, case_id, case, "card_refused", _REFUSED)
    except AccessDenied:
        if not service.refused:
            raise
        left.add(case_id)  # people are asked for the right to that folder already
        return 0
    except (Ambiguous, NotFound, Unavailable) as trouble:
        service.unanswered[mark] += 1
        left.add(case_id)
        if service.unanswered[mark] >= _TRIES:
            return _ask(service, case_id, case, "card_refused", _REFUSED)
        if isinstance(trouble, NotFound):  # somebody took its folder away, as the next poll will say
            return 0
        raise
    service.unanswered.pop(mark, None)
    return done


def _one(service: Service, case_id: int, case: CaseView) -> int:
    """The card of one case is made, or made anew where a shown fact or its folder changed; 1 where it was."""
    with service.reading() as tx:
        lying = cards.of_case(tx, case_id)
        if cards.settles(tx, case_id):
            return 0
        shown = shown_card(service, tx, case_id, case)
    folder, digest = service.folders[BOARD[STAGE_OF[case.state]]], _digest(shown)
    if lying and lying.gone and lying.removed >= TWICE:
        return _ask(service, case_id, case, "card_removed_twice", _REMOVED)
    if lying and not lying.gone and (lying.shown_hash, lying.folder) == (digest, folder):
        return 0
    if lying is None and case.state in ENDS:
        return 0
    _replace(service, case_id, lying, shown, folder, digest)
    return 1


def shown_card(service: Service, tx: Tx, case_id: int, case: CaseView) -> CaseCard:
    """What the card of the case, as it stands, should show now."""
    asked = [
        Question(one.code, one.text, Owner(one.owner), one.due_on) for one in questions.still_open(tx, case_id=case_id)
    ]
    told = [
        (f"{event.at.astimezone(LONDON):%-d %b %H:%M}", words)
        for event in reversed(events.history(tx, case_id=case_id))
        if (words := in_words(event.action, event.subject, event.rule, event.details))
    ]
    tree = service.settings.tree()
    units = {key: requests.unit(service, tx, key) for key in {one.unit for one in case.requests}}
    return card(
        case,
        today=london_date(tx.now),
        days=service.days,
        targets=targets(service.settings.office),
        questions=asked,
        papers=card_papers.of_case(case, units, service.days, requests.ladder(service), london_date(tx.now)),
        history=told,
        stages={stage: tree[place][-1] for stage, place in BOARD.items()},
        force=service.settings.office.force_short,
    )


def _replace(service: Service, case_id: int, lying: Lying | None, shown: CaseCard, folder: str, digest: str) -> None:
    key = service.store.vault.own_key(f"card {shown.reference} {digest} {folder} {lying.key if lying else ''}")
    made = _made_before(service, lying, key, folder)
    if made is None:
        with service.writing() as tx:
            cards.want(tx, case_id, key)
        html = card_page(service.letterhead, shown)
        made = service.mailbox.note(folder, _card(key, shown, html))
    with service.writing() as tx:
        cards.lies(tx, case_id, key=key, item=made.id, locator=made.locator, folder=folder, shown_hash=digest)
    if lying and lying.item and lying.key != key:
        with suppress(NotFound, Permanent):  # somebody took it away
            service.mailbox.discard(Ref(lying.item, lying.locator), lying.key)


def _card(key: str, shown: CaseCard, html: str) -> Card:
    return Card(
        key=key,
        subject=shown.subject,
        html=html,
        text=_text(shown),
        categories=shown.categories,
        flag_on=shown.flag_on,
        important=shown.overdue,
    )


def _text(shown: CaseCard) -> str:
    """The card in plain words, for whoever reads no HTML."""
    by = f", by {shown.next_on}, {shown.next_who}" if shown.next_on else ""
    lines = [shown.subject, "", f"Next: {shown.next_what}{by}.", ""]
    lines += [f"{fact.label}: {fact.words}" for fact in shown.facts]
    lines += ["", *(f"{clock.label}: {clock.words}" for clock in shown.clocks)]
    lines += ["", *(f"{what}: {words}" for what, words in shown.papers)]
    lines += ["", *(f"{when}  {what}" for when, what in shown.history), "", *shown.how_to]
    return "\n".join(lines) + "\n"


def _made_before(service: Service, lying: Lying | None, key: str, folder: str) -> Ref | None:
    """The card of this key where it was made and the record of it was lost."""
    if lying is None or lying.wanted_key != key:
        return None
    for page in service.mailbox.poll({folder: ""}):
        for item in page.created:
            if item.key == key:
                return item.ref
    return None


def _ask(service: Service, case_id: int, case: CaseView, code: str, text: str) -> int:
    with service.writing() as tx:
        question = Question(code, text, Owner.ADMINISTRATOR, service.days.add(london_date(tx.now), 1))
        return questions.ask(tx, f"case:{case.reference}", question, case_id=case_id)


def _sweep(service: Service, folders: Iterable[str]) -> None:
    """Cards in these folders that are nobody's any more are taken away: what a break-off left behind."""
    stray: list[Item] = []
    for page in service.mailbox.poll(dict.fromkeys(folders, "")):
        ours = [item for item in page.created if item.key and not item.draft]
        with service.reading() as tx:
            known = cards.known(tx, [item.key for item in ours]) | commands.note_keys(tx)
        stray += [item for item in ours if item.key not in known]
    for item in stray:
        with suppress(NotFound, Permanent):
            service.mailbox.discard(item.ref, item.key)


def _digest(shown: CaseCard) -> str:
    return hashlib.sha256(repr(asdict(shown)).encode()).hexdigest()
