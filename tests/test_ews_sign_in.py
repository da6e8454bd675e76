"""Who is let in to an Exchange Server and how; and who is told at once why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.mailbox import (
    AccessDenied,
    Ambiguous,
    AuthError,
    Permanent,
    Unavailable,
)
from bot.mailbox.ews import MISSING, EwsMailbox
from bot.mailbox.ews_login import ONLINE_ENDED, Login
from tests.contract import LETTER
from tests.ews_world import ACCOUNT, ADDRESS, PASSWORD, EwsWorld, exchange
from tests.lookalike.ews import Accounts
from tests.lookalike.faults import Fault


@pytest.fixture
def world() -> Iterator[EwsWorld]:
    """A mailbox on an Exchange Server."""
    with exchange() as world:
        yield world


def test_ntlm() -> None:
    """An account of a domain signs in by NTLM, bound to the certificate the server shows, once for a connection."""
    accounts = Accounts({"OFFICE\\svc": PASSWORD}, ways=("NTLM",))
    with exchange(accounts, auth="ntlm", username="OFFICE\\svc") as world:
        assert world.mailbox.check().ok
        world.asked()
        world.mailbox.drafts()
        assert world.asked() == ["FindItem"]
        wrong = world.restarted(password="wrong")
        with pytest.raises(AuthError):
            wrong.drafts()


@pytest.mark.parametrize("auth", ["basic", "ntlm"])
def test_wrong_password(auth: str) -> None:
    """A wrong password is told at once and not tried again, so that no account is locked."""
    with exchange(auth=auth, password="wrong") as world:
        with pytest.raises(AuthError):
            world.mailbox.drafts()
        assert world.waited == []
        assert not world.mailbox.check().ok
        assert len(world.server.log.entries) <= 6


def test_oauth() -> None:
    """Every request bears a token that is asked for anew; one that is refused is asked for once more."""
    given: list[str] = []

    def token(renew: bool) -> str:
        given.append(f"t{len(given)}" if renew or not given else given[-1])
        return given[-1]

    good = {"t0"}
    with exchange(Accounts(takes_token=lambda one: one in good), auth="oauth", token=token) as world:
        world.mailbox.draft(LETTER)
        assert set(given) == {"t0"}
        good.clear()
        good.add(f"t{len(given) + 1}")
        world.mailbox.submit(world.mailbox.draft(LETTER))
        assert len(world.sent()) == 1
        good.clear()
        world.asked()
        with pytest.raises(AuthError):
            world.mailbox.drafts()
        assert world.asked() == ["FindItem", "FindItem"]


def test_no_token_for_now() -> None:
    """Where no token can be had for now nothing is asked of the server, and an act is done once there is one."""
    troubles: list[Exception] = []

    def token(renew: bool) -> str:
        if troubles:
            raise troubles.pop()
        return "t"

    with exchange(Accounts(takes_token=lambda one: one == "t"), auth="oauth", token=token) as world:
        draft = world.mailbox.draft(LETTER)
        troubles.append(Unavailable("No sign-in."))
        world.mailbox.submit(draft)
        assert (world.waited, len(world.sent())) == ([1], 1)
        troubles += [Unavailable("No sign-in.")] * 3
        world.asked()
        with pytest.raises(Unavailable, match="No sign-in"):
            world.mailbox.stamp(draft.ref, "mark")
        assert world.asked() == []


def test_a_busy_server_is_no_stale_token() -> None:
    """An answer that has nothing to do with the token does not make an act be done again."""
    with exchange(Accounts(takes_token=lambda one: True), auth="oauth", token=lambda renew: "t") as world:
        draft = world.mailbox.draft(LETTER)
        world.server.faults.plan("SendItem", Fault(503), after=True)
        with pytest.raises(Ambiguous):
            world.mailbox.submit(draft)
        assert len(world.server.log.of("SendItem")) == 1


def test_not_allowed() -> None:
    """An account without the right to impersonate is denied, and so is one that asks for another mailbox."""
    with exchange(Accounts({ACCOUNT: PASSWORD}, impersonates=False)) as world:
        with pytest.raises(AccessDenied, match="ErrorImpersonateUserDenied"):
            world.mailbox.drafts()
        assert not world.mailbox.check().ok
    with exchange() as world:
        other = world.restarted(mailbox="somebody@pcc.example")
        with pytest.raises(Permanent, match="ErrorNonExistentMailbox"):
            other.drafts()
        delegate = world.restarted(mailbox="somebody@pcc.example", access="delegate")
        with pytest.raises(Permanent, match="ErrorNonExistentMailbox"):
            delegate.drafts()


@pytest.mark.parametrize(
    ("endpoint", "mailbox"),
    [
        ("https://outlook.office365.com/EWS/Exchange.asmx", ADDRESS),
        ("https://Outlook.Office.com./EWS/Exchange.asmx", ADDRESS),
        ("https://partner.outlook.cn/EWS/Exchange.asmx", ADDRESS),
        ("https://mail.pcc.example/EWS/Exchange.asmx", "reviews@office.onmicrosoft.com"),
    ],
)
def test_exchange_online(endpoint: str, mailbox: str) -> None:
    """Exchange Online is refused before anything is asked of it, with the reason and the dates."""
    with pytest.raises(Permanent, match="1 April 2027") as refused:
        Login(endpoint, mailbox, ACCOUNT, PASSWORD)
    assert str(refused.value) == ONLINE_ENDED


def test_incomplete_login() -> None:
    """A login without TLS, a password or a source of tokens is refused with a sentence; none shows its password."""
    good = Login("https://mail.notoutlook.com.example/EWS/Exchange.asmx", ADDRESS, ACCOUNT, PASSWORD)
    assert PASSWORD not in repr(good)
    for wrong in ({"endpoint": "http://mail.pcc.example"}, {"password": ""}, {"auth": "oauth"}):
        with pytest.raises(Permanent):
            replace(good, **wrong)  # type: ignore[arg-type]


def test_without_the_extra(world: EwsWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where exchangelib is not installed, a sentence says which extra brings it."""
    monkeypatch.setitem(__import__("sys").modules, "bot.mailbox.ews_session", None)
    monkeypatch.delattr("bot.mailbox.ews_session", raising=False)
    with pytest.raises(Permanent) as missing:
        EwsMailbox(world.login())
    assert str(missing.value) == MISSING
