"""What tests on the look-alike Graph stand on: a told clock, an empty mailbox, its server, a signed-in client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lookalike.caller import Caller
from tests.lookalike.graph import GraphServer
from tests.lookalike.mailbox import Mailbox
from tests.world import MONDAY, ToldClock


class OnGraph:
    """Tests on a server over one empty mailbox, on a Monday morning."""

    @pytest.fixture
    def clock(self) -> ToldClock:
        """The told clock of server and mailbox."""
        return ToldClock(MONDAY)

    @pytest.fixture
    def graph(self, clock: ToldClock) -> Iterator[GraphServer]:
        """The server."""
        with GraphServer.over(Mailbox("reviews@pcc.example", now=clock.now)) as server:
            yield server

    @pytest.fixture
    def box(self, graph: GraphServer) -> Mailbox:
        """The mailbox itself, as people see it."""
        return graph.box

    @pytest.fixture
    def caller(self, graph: GraphServer) -> Iterator[Caller]:
        """A signed-in client."""
        made = Caller(graph)
        yield made
        made.close()
