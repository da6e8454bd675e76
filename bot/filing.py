"""Puts understood messages where people find them, and notices what people moved. Moves nothing a person has moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from bot.carry_out import CASE_TARGET
from bot.desk import noticing
from bot.mailbox import AccessDenied, Ambiguous, MailboxError, NotFound, Page, Permanent, Ref, Unavailable
from store import placing, questions
from store.intake import Held
from store.messages import Question
from store.terms import Mode, Owner, Place, london_date

if TYPE_CHECKING:
    from bot.service import Service

BATCH = 32
_TRIES = 9  # in how many passes one item may fail while the mailbox answers otherwise
_GONE = "it was no longer there"
_REFUSED = "the mailbox refuses to file it"


def pass_(service: Service) -> int:
    """Everything that waits to be filed lies in its folder, stamped and labelled; answers how much that was."""
    if service.settings.sending.mode is Mode.WATCH:
        return 0
    done = 0
    while True:
        with service.reading() as tx:
            waiting = placing.to_file(tx, BATCH)
        if not waiting:
            return done
        _make_case_folders(service, waiting)
        done += _file(service, waiting)


def note_moves(service: Service, page: Page, known: Mapping[str, Held]) -> None:
    """Known items that turned up elsewhere or under a new id are on record: our own unrecorded move, or a person's."""
    seen = {item.ref.id: item.ref for item in page.created if item.ref.id in known}
    moved = [(ref, known[ref.id]) for ref in seen.values()]
    moved = [(ref, one) for ref, one in moved if (one.item, one.folder) != (ref.id, page.folder)]
    labelled = noticing.labels_that_tell(service, page, known)
    if not moved and not labelled:
        return
    with service.writing() as tx:
        for item, one in labelled:
            known_on_it = one.categories.splitlines()
            noticing.labelled(service, tx, f"intake:{one.id}", item, case_id=one.case_id, known=known_on_it)
        for ref, one in moved:
            placing.now_called(tx, one, item=ref.id, locator=ref.locator)
            if one.folder == page.folder:
                continue
            if one.filing in ("intended", "overtaken") and service.folders.get(one.target) == page.folder:
                placing.half_filed(tx, one, page.folder)
                continue
            placing.moved_by_person(tx, one, page.folder)
            noticing.moved(service, tx, f"intake:{one.id}", case_id=one.case_id, was=one.folder, now=page.folder)
            if one.filing == "intended":
                placing.overtaken(tx, one, "a person moved it first")


def _make_case_folders(service: Service, waiting: tuple[Held, ...]) -> None:
    """Every case folder these messages go to exists and is watched from now on."""
    make_case_folders(service, (one.target for one in waiting))


def make_case_folders(service: Service, targets: Iterable[str]) -> None:
    """Those of these targets that are case folders exist and are watched from now on."""
    missing = {target for target in targets if target.startswith(CASE_TARGET)} - set(service.folders)
    if missing:
        named = service.settings.case_file
        service.watch({target: named(target.removeprefix(CASE_TARGET)) for target in sorted(missing)})


def _home(service: Service, one: Held) -> str:
    """Where a message is to lie: where its plan says, unless a person has put it somewhere, and then there.

    What waited to be confirmed goes on to its case once the case is settled. Answers "" for one that a person has put
    where nobody watches.
    """
    arrived = one.folder in (service.folders[Place.INBOX], service.folders[Place.JUNK])
    arrived = arrived or (one.target.startswith(CASE_TARGET) and one.folder == service.folders.get(Place.CONFIRM))
    return service.folders[one.target] if arrived else one.folder


def _file(service: Service, waiting: tuple[Held, ...]) -> int:
    placed: list[tuple[Held, str, str, str]] = []
    gone: list[Held] = []
    refused: list[tuple[Held, Permanent]] = []
    trouble: MailboxError | None = None
    with service.mailbox.together():
        for one in waiting:
            if not (folder := _home(service, one)):
                gone.append(one)
                continue
            try:
                ref = _put(service, one, folder)
            except NotFound:
                gone.append(one)
            except Permanent as error:
                refused.append((one, error))
            except AccessDenied as error:
                if folder in service.refused:
                    refused.append((one, Permanent(str(error))))
                    continue
                trouble = error
                break
            except (Unavailable, Ambiguous) as error:
                service.unanswered[one.item] += 1
                if service.unanswered[one.item] >= _TRIES:
                    refused.append((one, Permanent(str(error))))
                    continue
                trouble = error
                break
            except MailboxError as error:
                trouble = error
                break
            else:
                placed.append((one, ref.id, ref.locator, folder))
    if placed or gone:
        with service.writing() as tx:
            placing.filed(tx, placed)
            for one in gone:
                placing.overtaken(tx, one, _GONE)
    if trouble:
        raise trouble
    if refused:
        service.look_anew(refused[0][1])  # raises where nothing answers at all, and then nothing is set aside
        for one, _ in refused:
            _file_alone(service, one)
    return len(placed) + len(refused)


def _put(service: Service, one: Held, folder: str) -> Ref:
    labels = tuple(one.categories.splitlines())
    ref = service.mailbox.stamp(Ref(one.item, one.locator), one.stamp)
    return service.mailbox.file(ref, folder, categories=labels, flag_on=one.flag_on)


def _file_alone(service: Service, one: Held) -> None:
    """What was refused though its folder is there (again) stays where it lies, and a person is asked to file it."""
    ref, why, folder = None, _GONE, _home(service, one)
    try:
        ref = _put(service, one, folder)
    except NotFound:
        pass
    except (AccessDenied, Permanent, Unavailable, Ambiguous):
        why = _REFUSED
    with service.writing() as tx:
        if ref is not None:
            placing.filed(tx, [(one, ref.id, ref.locator, folder)])
            return
        placing.overtaken(tx, one, why)
        if why is _REFUSED:
            due_on = service.days.add(london_date(tx.now), 1)
            text = "The mailbox refuses to file a message, which was read and stays where it lies. Put it away by hand."
            question = Question("filing_refused", text, Owner.ADMINISTRATOR, due_on)
            questions.ask(tx, f"intake:{one.id}", question, case_id=one.case_id)
