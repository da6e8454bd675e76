"""The way to one Exchange Server through exchangelib: signs in, asks, waits, names what went wrong; knows no letters.

exchangelib repeats nothing here. What only looks is asked again a few times; an act is asked again only where it
certainly was not done. Needs the extra `exchange`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar

import requests
from exchangelib import DELEGATE, IMPERSONATION, UTC, Account, Configuration, Credentials
from exchangelib.errors import ErrorServerBusy, EWSError
from exchangelib.protocol import FailFast, Protocol
from exchangelib.services.common import EWSAccountService
from exchangelib.transport import BASIC, NOAUTH, NTLM
from exchangelib.util import is_xml
from lxml import etree
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError

from bot.mailbox import AccessDenied, Ambiguous, AuthError, MailboxError, Permanent, Throttled, Unavailable
from bot.mailbox.ews_answers import envelope, succeeded
from bot.mailbox.ews_faults import BUSY, named
from bot.mailbox.ews_login import Login

_ENVELOPE = "{http://schemas.xmlsoap.org/soap/envelope/}"
_CONNECT_WITHIN, _SILENT_FOR, _WHOLE_ANSWER = 10.0, 60.0, 300.0
_LARGEST = 256 * 1024 * 1024
_PAUSES = (1.0, 4.0)
_LONGEST_PAUSE = 30.0
_BUSY_FOR = 60.0
_LONGEST = 3600.0
_SILENT = logging.CRITICAL + 1
T = TypeVar("T")


class NotReached(Unavailable):
    """Nothing was asked, because no connection came about: asking again is safe."""


class _Status(Exception):
    """An answer that is no SOAP: its HTTP status and how long it asks to wait."""

    def __init__(self, status: int, wait: float) -> None:
        super().__init__(f"HTTP status {status}")
        self.status, self.wait = status, wait


class Session:
    """One mailbox on one Exchange Server, signed in to with the first question; for one thread."""

    def __init__(self, login: Login, *, sleep: Callable[[float], None] = time.sleep) -> None:
        # exchangelib writes whole requests into its log, the password and the letters with them, even as an error
        logging.getLogger("exchangelib").setLevel(_SILENT)
        self._sleep = sleep
        self._bearer = _Bearer(login.token) if login.token else None
        self._protocol = _protocol(login, self._bearer)
        self._account = Account(
            login.mailbox,
            access_type=IMPERSONATION if login.access == "impersonation" else DELEGATE,
            config=self._protocol.config,
            default_timezone=UTC,
        )
        del Protocol[self._protocol.config]  # what exchangelib made by itself and would keep, with the password
        self._account.protocol = self._protocol
        self._greeted = False

    def server(self) -> str:
        """What the server calls itself. Raises MailboxError."""
        self._greet()
        return f"Exchange Server {self._account.version.build}"

    def looks(self, operation: str, question: etree._Element, *, patient: bool = True) -> list[etree._Element]:
        """The answers to a question that changes nothing; where `patient`, asked again while the server is silent.

        Raises MailboxError for the first answer that refuses.
        """
        self._greet()
        if not patient:
            return self._ask(operation, question)
        return self._patiently(lambda: self._ask(operation, question), acts=False)

    def acts(self, operation: str, order: etree._Element) -> list[etree._Element]:
        """The answers to an order, given once, and again only where it certainly was not carried out.

        Raises Ambiguous where nobody can know whether it was, MailboxError for the first answer that refuses.
        """
        self._greet()
        return self._patiently(lambda: self._ask(operation, order), acts=True)

    def close(self) -> None:
        """The connections are closed."""
        self._protocol.close()

    def _greet(self) -> None:
        """The server's version is known, so that exchangelib asks for it neither before an act nor instead of one."""
        if not self._greeted:
            self._patiently(lambda: self._translated(lambda: self._account.version), acts=False)
            self._greeted = True

    def _patiently(self, attempt: Callable[[], T], *, acts: bool) -> T:
        for pause in (*_PAUSES, None):
            wait = pause
            try:
                return attempt()
            except Throttled as trouble:
                if pause is None or trouble.retry_after > _LONGEST_PAUSE:
                    raise
                wait = max(pause, trouble.retry_after)
            except NotReached:
                if pause is None:
                    raise
            except Unavailable as trouble:
                if acts:
                    raise Ambiguous("The answer of the Exchange Server was lost.") from trouble
                if pause is None:
                    raise
            self._sleep(wait or 0.0)
        raise AssertionError("unreachable: the last attempt answers or raises")

    def _ask(self, operation: str, question: etree._Element) -> list[etree._Element]:
        answers = self._translated(lambda: _service(operation)(account=self._account).messages(question))
        return [succeeded(answer) for answer in answers]

    def _translated(self, ask: Callable[[], T]) -> T:
        """What was answered, or the port's error; none of the library's words, which may quote a letter, goes along."""
        try:
            try:
                return ask()
            except _Status as fault:
                if fault.status != 401 or self._bearer is None:
                    raise
                self._bearer.renew()
                return ask()
        except (EWSError, _Status, OSError, HTTPError, etree.LxmlError) as fault:
            trouble = _trouble(fault)
        raise trouble


class _Operation(EWSAccountService):  # type: ignore[misc]  # exchangelib has no types
    """One SOAP operation that answers its response messages as they are."""

    def messages(self, question: etree._Element) -> list[etree._Element]:
        """The response messages. Raises whatever exchangelib does."""
        answers: list[etree._Element] = self._get_response_xml(payload=question)
        return answers

    @classmethod
    def _get_soap_parts(cls, response: Any) -> tuple[etree._Element | None, etree._Element]:
        """Head and body of an answer that is whole; exchangelib itself would mend half an answer."""
        whole = envelope(response.content)
        body = whole.find(f"{_ENVELOPE}Body")
        if body is None or not len(body):
            raise etree.XMLSyntaxError("no SOAP body", 0, 0, 0)
        return whole.find(f"{_ENVELOPE}Header"), body


@cache
def _service(operation: str) -> type[_Operation]:
    return type(operation, (_Operation,), {"SERVICE_NAME": operation})


class _AsItIs(FailFast):  # type: ignore[misc]  # exchangelib has no types
    """Repeats nothing and takes every answer that is no SOAP by its status alone."""

    def raise_response_errors(self, response: requests.Response) -> None:
        soap_fault = response.status_code == 500 and bool(response.content) and is_xml(response.content)
        if response.status_code != 200 and not soap_fault:
            raise _Status(response.status_code, _seconds(response.headers.get("Retry-After", "")))


class _Protocol(Protocol):  # type: ignore[misc]  # exchangelib has no types
    """exchangelib's sessions with our time-outs and certificates; of the environment only the proxy counts."""

    TIMEOUT = (_CONNECT_WITHIN, _SILENT_FOR)
    USERAGENT = "reviews-bot"
    ca_bundle: str | None = None
    bearer: AuthBase | None = None

    def create_session(self) -> requests.Session:
        session: requests.Session = super().create_session()
        session.trust_env = False  # neither .netrc nor another list of certificates
        session.verify = self.ca_bundle or True
        session.proxies = get_environ_proxies(self.service_endpoint)
        session.mount(self.service_endpoint, _Adapter(max_retries=0))
        if self.bearer:
            session.auth = self.bearer
        return session


def _protocol(login: Login, bearer: AuthBase | None) -> _Protocol:
    """A protocol of our own: exchangelib would hand out one made earlier for the same login, whatever its policy."""
    config = Configuration(
        service_endpoint=login.endpoint,
        credentials=None if bearer else Credentials(login.username, login.password),
        auth_type=NOAUTH if bearer else {"basic": BASIC, "ntlm": NTLM}[login.auth],
        retry_policy=_AsItIs(),
        max_connections=1,
    )
    protocol: _Protocol = type.__call__(_Protocol, config=config)
    protocol.ca_bundle = str(login.ca_bundle) if login.ca_bundle else None
    protocol.bearer = bearer
    return protocol


class _Adapter(HTTPAdapter):
    """Takes an answer whole within a time and a size, however slowly it drips."""

    def send(self, request: requests.PreparedRequest, *args: Any, **settings: Any) -> requests.Response:
        ends = time.monotonic() + _WHOLE_ANSWER
        response = super().send(request, *args, **settings)
        if response.status_code == 401:
            return response  # whoever signs in by NTLM still has to see the server's certificate
        taken = bytearray()
        while piece := response.raw.read1(65_536, decode_content=True):
            taken += piece
            if len(taken) > _LARGEST or time.monotonic() > ends:
                response.close()
                raise requests.exceptions.ReadTimeout("The answer does not end.")
        response._content = bytes(taken)
        return response


class _Bearer(AuthBase):
    """Puts a token, asked for anew each time, on every request; without one, nothing is asked of the server."""

    def __init__(self, token: Callable[[bool], str]) -> None:
        self._token = token
        self._renew = False

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        try:
            token = self._token(self._renew)
        except Unavailable as trouble:
            raise NotReached(str(trouble)) from trouble
        self._renew = False
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    def renew(self) -> None:
        """The token was not accepted, so the next one will be a new one."""
        self._renew = True


def _seconds(text: str) -> float:
    """How long a Retry-After asks to wait; the usual time where it is missing, a date or nonsense."""
    return min(float(text), _LONGEST) if text.isascii() and text.isdigit() else _BUSY_FOR


def _trouble(fault: BaseException) -> MailboxError:
    """The port's error; what exchangelib wraps into something vaguer is looked for behind it."""
    causes = list(_causes(fault))
    for cause in causes:
        if isinstance(cause, _Status):
            return _by_status(cause)
        if isinstance(cause, ErrorServerBusy):
            return Throttled(BUSY, float(cause.back_off or _BUSY_FOR))
        if isinstance(cause, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(cause):
            return Permanent("The certificate of the Exchange Server is not trusted; see ca_bundle in the settings.")
    if any(_never_connected(cause) for cause in causes):
        return NotReached("The Exchange Server cannot be reached.")
    return named(type(fault).__name__)


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__context__


def _never_connected(cause: BaseException) -> bool:
    if isinstance(cause, requests.exceptions.ConnectTimeout):
        return True
    reason = cause.args[0] if cause.args else None
    return isinstance(reason, MaxRetryError) and isinstance(reason.reason, NewConnectionError)


def _by_status(fault: _Status) -> MailboxError:
    if fault.status == 401:
        return AuthError("The Exchange Server does not accept the account; see [mailbox.ews] in the settings.")
    if fault.status == 403:
        return AccessDenied("The Exchange Server knows the account and does not let it in.")
    if fault.status == 404:
        return Permanent("There is no Exchange Server at this address; see endpoint in the settings.")
    if fault.status == 429:
        return Throttled(BUSY, fault.wait)
    if fault.status >= 500 or fault.status == 408:
        return Unavailable("The Exchange Server did not answer as it should.")
    return Permanent(f"The Exchange Server refused with HTTP status {fault.status}.")
