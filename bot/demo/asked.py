"""The demonstration's papers: one case is accepted, its unit answers, and what is still missing is told at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.casework.rulings import act_on
from bot.papers import requests
from bot.service import Service
from handlers.card_papers import of_case
from store import cases, casework, paper_requests, received
from store.messages import Act, Verb
from store.terms import RequestState, london_date

if TYPE_CHECKING:
    from rich.console import Console

SETTINGS = """
[[team]]
name = "A Li"
address = "a.li@mopac.example"
roles = ["administrator"]

[papers]
contacts = "contacts.toml"

[papers.verified]
servers = ["mopac.example"]
authserv_ids = ["mx.mopac.example"]
"""
BOOK = """\
# The units of the demonstration. config/contacts.example.toml explains every line.
default = "central"

[[units]]
key = "central"
name = "Complaints Resolution Unit"
mailbox = "cru@mps.example"

[[units]]
key = "north"
name = "PSU North"
references = ["PC/061*"]
mailbox = "psu.north@mps.example"
"""
ACCEPTED = "01-oduya"
"""The key of the mail whose case A Li accepts during the morning."""


def accept(service: Service) -> None:
    """The case has been accepted, once, as soon as its mail is known: so its papers are asked for."""
    with service.writing() as tx:
        reference = next((line.reference for line in received.lines(tx) if line.item == ACCEPTED), None)
        case_id = cases.case_id_of(tx, reference) if reference else None
        if case_id is not None and casework.view(tx, case_id).accepted_on is None:
            act_on(service, tx, case_id, Act(Verb.ACCEPT, by="A Li"))


def tell_papers(service: Service, console: Console) -> None:
    """What the police still owe on each case has been printed, as its card says it."""
    with service.reading() as tx:
        today, ladder = london_date(tx.now), requests.ladder(service)
        waiting = {one.case_id: one.unit for one in paper_requests.in_state(tx, RequestState.OPEN)}
        told = [
            (case, of_case(case, {key: requests.unit(service, tx, key)}, service.days, ladder, today))
            for case, key in ((casework.view(tx, case_id), key) for case_id, key in waiting.items())
        ]
    if told:
        console.print("Papers from the police, once A Li had accepted the case")
    for case, lines in told:
        console.print(f"  {case.reference}")
        for what, words in lines:
            console.print(f"    {what}: {words}")
    if told:
        console.print()
