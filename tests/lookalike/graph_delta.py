"""Changes of one folder, page by page, with tokens that may be used again and may die at any time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from tests.lookalike.folders import Refused
from tests.lookalike.graph_call import Answer, Call, GraphError, Route, bad
from tests.lookalike.graph_filter import Filter
from tests.lookalike.graph_json import check_names, message, shown
from tests.lookalike.items import Change, Item

MOST_FILTERED = 5000
READ_ALONE = {"id", "isRead", "parentFolderId"}


@dataclass(frozen=True)
class Round:
    """One round of changes: what was asked for at its start, what is still to be told, and up to which change."""

    folder: str
    query: str
    upto: int
    left: tuple[Change, ...] = ()


class Deltas:
    """Every token given out; a token answers the same again when it is shown again."""

    def __init__(self) -> None:
        self.rounds: dict[str, Round] = {}

    def delta(self, call: Call) -> Answer:
        """The first round lists the folder, later ones what changed; each page ends in a link to the next or the last.

        A change of nothing but being read is told without the rest of the item, and not at all where `isRead` was not
        selected; the token "latest" is as good as none. Raises GraphError(410) for a token that died.
        """
        token = call.options.get("$skiptoken") or call.options.get("$deltatoken", "")
        token = "" if token.lower() == "latest" else token
        known = self.rounds.get(token)
        if token and known is None:
            raise bad("Badly formed token.", "ErrorInvalidUrlQuery")
        round_ = self._goes_on(call, token, known) if known else self._begin(call)
        asked = Call(call.box, replace(call.request, query=round_.query), call.base, call.ids)
        size = self._page_size(call)
        values = [value for one in round_.left[:size] if (value := self._told(asked, round_.folder, one))]
        again = 1 if call.box.habits.delta_repeats and size > 1 else 0
        rest = replace(round_, left=round_.left[size - again :] if len(round_.left) > size else ())
        link, name = ("nextLink", "skip") if rest.left else ("deltaLink", "delta")
        new = call.box.new_id("DT")
        self.rounds[new] = rest
        place = f"{call.place()}?${name}token={new}"
        content = {"@odata.context": f"{call.base}/$metadata#Collection(message)", "value": values}
        return Answer(200, content | {f"@odata.{link}": place})

    def _page_size(self, call: Call) -> int:
        wanted = call.prefers.get("odata.maxpagesize", call.options.get("$top", "10"))
        return max(1, min(int(wanted), 1000)) if wanted.isdecimal() else 10

    def _begin(self, call: Call) -> Round:
        folder, upto = call.box.folder(call.ids["folder"]).id, call.box.newest()
        chosen = self._filter(call)
        check_names(call, [])
        kind = call.options.get("changetype", "")
        if kind not in {"", "created", "updated", "deleted"}:
            raise bad(f"'{kind}' is no type of change.", "ErrorInvalidUrlQuery")
        items = [one for one in call.box.listed(folder) if chosen is None or chosen(shown(one, call), one)]
        items = items[:MOST_FILTERED] if chosen else items
        left = [Change(upto, "created", one.id, one.immutable_id) for one in items]
        return Round(folder, call.request.query, upto, tuple(left))

    def _filter(self, call: Call) -> Filter | None:
        text = call.options.get("$filter", "")
        if not text:
            return None
        if not re.fullmatch(r"\s*receivedDateTime\s+(?:ge|gt)\s+\S+\s*", text):
            raise bad("A delta is filtered only by receivedDateTime ge or gt.", "ErrorInvalidUrlQueryFilter")
        return Filter(text)

    def _goes_on(self, call: Call, token: str, known: Round) -> Round:
        """Within a round the next page; after its end what changed since. The state may have died meanwhile."""
        try:
            changes = call.box.changes(known.folder, known.upto, immutable=call.immutable)
        except Refused as refused:
            raise GraphError.of(refused) from None
        if "$skiptoken" in call.options:
            return known
        asked = Call(call.box, replace(call.request, query=known.query), call.base)
        kind = asked.options.get("changetype", "")
        fits = {"created": {"created"}, "updated": {"changed", "read"}, "deleted": {"removed"}}
        left = [one for one in changes if not kind or one.what in fits[kind]]
        return Round(known.folder, known.query, call.box.newest(), tuple(left))

    def _told(self, call: Call, folder: str, change: Change) -> dict[str, Any] | None:
        gone = {"@odata.type": "#microsoft.graph.message", "id": change.immutable_id if call.immutable else change.id}
        if change.what == "removed":
            return gone | {"@removed": {"reason": "deleted"}}
        item = self._here(call, folder, change)
        if item is None:
            return None
        whole = {"@odata.type": "#microsoft.graph.message"} | message(item, call)
        if change.what != "read":
            return whole
        short = {name: value for name, value in whole.items() if "@odata" in name or name in READ_ALONE}
        return short if "isRead" in short else None

    def _here(self, call: Call, folder: str, change: Change) -> Item | None:
        try:
            item = call.box.item(change.immutable_id)
        except Refused:
            return None
        return item if item.folder == folder and (call.immutable or item.id == change.id) else None

    def routes(self) -> list[Route]:
        """What tells changes."""
        needs = ("Mail.Read", "Mail.ReadWrite")
        return [Route("messages.delta", "GET", "mailFolders/{folder}/messages/delta", self.delta, needs)]
