"""A mailbox in Microsoft 365 or on an Exchange Server, as its look-alike plays it in threads of this process."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.mailbox import Mailbox as Port
from bot.mailbox.ews import EwsMailbox
from bot.mailbox.ews_login import Login
from bot.mailbox.graph import GraphMailbox
from bot.mailbox.graph_connection import GraphConnection
from bot.mailbox.graph_items import STAMP
from bot.mailbox.sign_in import SignIn, secret
from tests.lookalike.ews import Accounts, EwsApplication
from tests.lookalike.faults import Limits
from tests.lookalike.folders import WELL_KNOWN
from tests.lookalike.graph import GraphServer
from tests.lookalike.graph_sign_in import CLIENT, SECRET, TENANT
from tests.lookalike.items import Address, Folder, Item, Property
from tests.lookalike.mailbox import Mailbox
from tests.lookalike.serving import Server
from tests.mailrooms import DRAFTS, SENT, Letter, Lying

ADDRESS, ACCOUNT, PASSWORD = "reviews@mopac.example", "svc@mopac.example", "pass word"
_STAMP = Property.graph(STAMP)
_CALLED = {"": "inbox", ".Junk": "junkemail", ".Archive": "archive", DRAFTS: "drafts", SENT: "sentitems"}
_QUIET_WITHIN = 10.0


def _waits(seconds: float) -> None:
    raise AssertionError(f"The service would wait {seconds} seconds, though nothing goes wrong here.")


class _Writes(Mailbox):
    """A mailbox that writes the bytes of an item once and keeps them until the item changes."""

    def mime(self, item: Item) -> bytes:
        """The bytes of the item."""
        self._written: dict[tuple[Item, str], bytes] = getattr(self, "_written", {})
        key = item, item.change_key
        if key not in self._written:
            self._written[key] = super().mime(item)
        return self._written[key]


class ExchangeRoom:
    """The mailbox behind a look-alike server; which of its ids the service goes by is for each server to say."""

    server: Server

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.now = now
        self.box = _Writes(ADDRESS, now)
        self._delivered: dict[str, Item] = {}
        self._first_ids: dict[str, str] = {}

    def opened(self, sort: type[Any] | None = None) -> Port:
        raise NotImplementedError

    def close(self) -> None:
        self.server.stop()

    @contextmanager
    def still(self) -> Iterator[None]:
        until = time.monotonic() + _QUIET_WITHIN
        while self.server._http.connections and time.monotonic() < until:
            time.sleep(0.001)
        with self.box.lock:
            yield

    # --- what comes in and what people do

    def deliver(self, name: str, raw: bytes, folder: str = "", *, read: bool = False) -> None:
        with self.box.lock:
            item = self.box.deliver(raw, self._place(folder).id)
            self._delivered[name], self._first_ids[name] = item, item.id
            if read:
                item.is_read = True
                self.box.touch(item, only_read=True)

    def moves(self, name: str, folder: str) -> None:
        self.box.move(self._item(name), self._place(folder).id)

    def copies(self, name: str, folder: str) -> str:
        copied = f"{name}.copy"
        self._delivered[copied] = self.box.copy(self._item(name), self._place(folder).id)
        return copied

    def labels(self, name: str, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        item = self._item(name)
        stay = (one for one in item.categories if one not in remove)
        item.categories = list(dict.fromkeys((*stay, *add)))
        self.box.touch(item)

    def subject(self, name: str) -> str:
        return self._item(name).subject

    def words(self, name: str) -> str:
        return self._item(name).body

    def rewrites(self, name: str, html: str) -> None:
        item = self._item(name)
        item.body = html
        self.box.touch(item)

    def called(self, path: tuple[str, ...]) -> str:
        return f".{'.'.join(path)}"

    def _item(self, name: str) -> Item:
        """What was delivered under this name, or what the service made and calls so."""
        return self._delivered[name] if name in self._delivered else self.box.item(name)

    def removes(self, name: str) -> None:
        self.box.remove(self._item(name))

    def removes_folder(self, folder: str) -> None:
        self.box.remove_folder(self._place(folder).id)

    def renames_folder(self, folder: str, becomes: str) -> None:
        self._place(folder).name = becomes.rpartition(".")[2]

    def drafts_own(self, name: str, raw: bytes) -> str:
        return self.box.create_from_mime(raw).immutable_id

    def redirects(self, was: str, becomes: str) -> None:
        for item in self.box.listed("drafts"):
            item.to = [Address(becomes, becomes) if one.address == was else one for one in item.to]
            self.box.touch(item)

    def saves_anew(self, was: str, becomes: str, at: datetime) -> None:
        for item in self.box.listed("drafts"):
            twin = self._drafted(item, at)
            twin.body = twin.body.replace(was, becomes)
            self.box.touch(twin)
            self.box.remove(item)

    def saves_again(self, letter: Letter, name: str, at: datetime) -> None:
        self._drafted(letter.kept, at)

    def sends_draft(self) -> None:
        for item in self.box.listed("drafts"):
            self.box.send(item)

    def _drafted(self, item: Item, at: datetime) -> Item:
        """A draft with the content and the marks of the item, made at this time, with a Message-ID of its own."""
        twin = copy(item)
        twin.immutable_id, twin.message_id, twin.created_at, twin.extended = "", "", at, dict(item.extended)
        return self.box.create(twin)

    # --- what there is to see

    def id_of(self, name: str) -> str:
        return self._delivered[name].id

    def ids_of(self, name: str) -> tuple[str, ...]:
        item = self._delivered[name]
        return item.id, item.immutable_id, self._first_ids[name]

    def names(self) -> set[str]:
        return set(self.lying())

    def lying(self) -> dict[str, list[Lying]]:
        names = {item: name for name, item in self._delivered.items()}
        found: defaultdict[str, list[Lying]] = defaultdict(list)
        for item in self.box.listed():
            if self.box.folders[item.folder].hidden:
                continue
            folder = self._called(item.folder)
            if folder not in (DRAFTS, SENT):
                flag_on = item.flag_on.isoformat() if item.flag_on and item.flag == "flagged" else ""
                stamp, labels = str(item.value(_STAMP) or ""), tuple(item.categories)
                raw = self.box.mime(item)
                found[names.get(item, item.id)].append(Lying(folder, raw, item.is_read, stamp, labels, flag_on))
        return found

    def sent(self) -> list[Letter]:
        return [Letter(one.raw.replace(b"\r\n", b"\n"), one.at, one.item) for one in self.box.journal]

    def drafts(self) -> dict[str, bytes]:
        return {item.immutable_id: self.box.mime(item) for item in self.box.listed("drafts")}

    def half_written(self) -> list[str]:
        return [f"{item.subject!r} in the Outbox" for item in self.box.listed("outbox")]

    def everything(self) -> object:
        folders = {(one.id, one.name, one.parent) for one in self.box.folders.values()}
        return folders, {(one.id, one.folder, one.change_key, one.is_read) for one in self.box.listed()}

    def _place(self, folder: str) -> Folder:
        return self.box.folder(_CALLED[folder]) if folder in _CALLED else self.box.at(*folder[1:].split("."))

    def _called(self, folder: str) -> str:
        here = self.box.folders[folder]
        if here.well_known in WELL_KNOWN:
            known = {name: called for called, name in _CALLED.items()}
            return known.get(here.well_known, f".{here.name}")
        top = self.box.folder("msgfolderroot").id
        return f".{here.name}" if here.parent == top else f"{self._called(here.parent)}.{here.name}"


class GraphRoom(ExchangeRoom):
    """A mailbox in Microsoft 365, where an item keeps one of its ids."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        super().__init__(folder, now)
        self.server = GraphServer.over(self.box).server.start()
        self._secret = folder / "secret"
        self._secret.write_text(f"{SECRET}\n")

    def opened(self, sort: type[GraphMailbox] | None = None) -> GraphMailbox:
        url, ca = self.server.url, Path(self.server.ca)
        signed_in = SignIn(
            authority=url,
            tenant_id=TENANT,
            client_id=CLIENT,
            credential=secret(self._secret),
            resource=url,
            ca_bundle=ca,
        )
        connection = GraphConnection(signed_in, f"{url}/v1.0", ca_bundle=ca, stopwatch=self._stopwatch)
        return (sort or GraphMailbox)(connection, ADDRESS, sleep=_waits, stopwatch=self._stopwatch)

    def id_of(self, name: str) -> str:
        return self._delivered[name].immutable_id

    def _stopwatch(self) -> float:
        return self.now().timestamp()


class EwsRoom(ExchangeRoom):
    """A mailbox on an Exchange Server, where an item gets another id wherever it is moved."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        super().__init__(folder, now)
        limits = Limits(now)
        self.server = Server(EwsApplication(self.box, limits, Accounts({ACCOUNT: PASSWORD})), limits).start()

    def opened(self, sort: type[EwsMailbox] | None = None) -> EwsMailbox:
        endpoint, ca = f"{self.server.url}/EWS/Exchange.asmx", Path(self.server.ca)
        login = Login(endpoint, ADDRESS, ACCOUNT, PASSWORD, "basic", ca_bundle=ca)
        return (sort or EwsMailbox)(login, sleep=_waits)
