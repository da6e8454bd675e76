"""What `doctor --live` does in the real mailbox: makes a draft and a folder, looks at them, takes them away.

Sends nothing. The draft is addressed to the mailbox itself, so that nobody else could ever get it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from bot.doctor.check import Check
from bot.mailbox import Draft, Found, MailboxError, Whereabouts
from bot.mailbox.examination import TRIED_AGAIN, Examinable, tried
from bot.sending.last_look import draft_fault
from store import outbox
from store.messages import Letter

if TYPE_CHECKING:
    from bot.service import Service

_PAUSES = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0)
_LATELY, _MOST = timedelta(days=7), 50
_BY_HAND = "Remove the draft “A trial of the Reviews Bot” from Drafts by hand."
_HTML = "<p>Made by <code>reviews-bot doctor --live</code>, which takes it away again. It may be deleted.</p>"


def live_checks(service: Service, sleep: Callable[[float], None] = time.sleep) -> Iterator[Check]:
    """What was seen of a draft, and of whatever this kind of mailbox can be tried in; nothing of it is left."""
    yield from _draft(service, sleep)
    yield tried("live: sent ids", "Run doctor again.", lambda: _sent_ids(service))
    if isinstance(service.mailbox, Examinable):
        yield from service.mailbox.examined().trial()


def _draft(service: Service, sleep: Callable[[float], None]) -> Iterator[Check]:
    letter = _letter(service)
    try:
        draft = service.mailbox.draft(letter)
    except MailboxError as trouble:
        yield Check("live: draft", "failed", str(trouble), TRIED_AGAIN)
        return
    seen: list[Check] = []
    try:
        _look_at(service, letter, draft, sleep, seen)
    except MailboxError as trouble:
        seen.append(Check("live: draft", "failed", f"broken off: {trouble}", TRIED_AGAIN))
    finally:
        seen.append(_discarded(service, draft))
    yield from seen


def _look_at(service: Service, letter: Letter, draft: Draft, sleep: Callable[[float], None], seen: list[Check]) -> None:
    said = service.mailbox.read_back(draft)
    fault = draft_fault(said, to=letter.to, subject=letter.subject, body=letter.html)
    if fault:
        seen.append(Check("live: draft", "failed", f"is not what was written: {fault}", "Report it before going live."))
    else:
        seen.append(Check("live: draft", "ok", "is read back as it was written, to one recipient"))
    found, waited = _found(service, letter.key, sleep)
    if found is None:
        remedy = "Do not go live: a letter whose answer is lost could not be found again. Report it."
        seen.append(Check("live: key", "failed", f"the draft was not found by its key in {waited:.0f} seconds", remedy))
        return
    late = f" after {waited:.0f} seconds" if waited else " at once"
    seen.append(Check("live: key", "ok", f"the draft is found by its key{late}"))
    kept = "is kept" if found.message_id == letter.message_id else "is replaced by the mailbox's own"
    seen.append(Check("live: Message-ID", "ok", f"the one chosen for a draft {kept}"))


def _found(service: Service, key: str, sleep: Callable[[float], None]) -> tuple[Found | None, float]:
    """The draft as it is found by its key, and after how many seconds."""
    waited = 0.0
    for pause in _PAUSES:
        sleep(pause)
        waited += pause
        there = [one for one in service.mailbox.find(key) if one.where is Whereabouts.DRAFT]
        if there:
            return there[0], waited
    return None, waited


def _discarded(service: Service, draft: Draft) -> Check:
    try:
        service.mailbox.discard(draft.ref, draft.key)
        left = service.mailbox.find(draft.key)
    except MailboxError as trouble:
        return Check("live: tidy", "failed", f"the draft could not be taken away: {trouble}", _BY_HAND)
    if left:
        return Check("live: tidy", "warning", "the draft is still found after it was taken away", _BY_HAND)
    return Check("live: tidy", "ok", "the draft was taken away and is not found any more")


def _sent_ids(service: Service) -> Check:
    """Whether letters that have left lie under the id their draft had."""
    sent = list(islice(service.mailbox.sent_since(service.clock.now() - _LATELY), _MOST))
    with service.reading() as tx:
        known = outbox.by_marks(tx, [one.key for one in sent])
    ours = [(one.ref.id, known[one.key].draft_item) for one in sent if one.key in known]
    if not ours:
        return Check("live: sent ids", "ok", "no letter has left in a week, so nobody knows whether ids outlast that")
    kept = sum(now == before for now, before in ours)
    return Check("live: sent ids", "ok", f"{kept} of {len(ours)} letters of the last week kept the id of their draft")


def _letter(service: Service) -> Letter:
    now, office = service.clock.now(), service.letterhead
    key = f"doctor-{now:%Y%m%dT%H%M%S%f}"
    return Letter(
        key=key,
        message_id=f"<{key}@{office.mailbox_address.rpartition('@')[2]}>",
        sender_name=office.team,
        sender=office.mailbox_address,
        to=office.mailbox_address,
        subject="A trial of the Reviews Bot",
        html=_HTML,
        text="Made by `reviews-bot doctor --live`, which takes it away again. It may be deleted.\n",
        written_at=now,
        loop_mark=service.loop_mark,
    )
