"""The `[digest]` section of the settings: who gets the manager's daily mail, and when; sends nothing."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from pydantic import Field

from config.section import Section
from config.values import Address, AddressOrNothing, FullPath, LinkBase, TimeOfDay
from store.terms import Role


class DigestSection(Section):
    """`[digest]`: one mail on each working day to those named, or to whoever has the role on that day.

    Once it has certainly left, `ping_address` gets a mail and `ping_file` is written, so that something outside can
    raise an alarm when neither happens. With a `link_base` a case reference leads to the page of that name below it.
    """

    send: bool = True
    at: TimeOfDay = time(7, 30)
    to: tuple[Address, ...] = ()
    to_role: Annotated[Role, Field(validate_default=True)] = Role.MANAGER
    attach_register: bool = True
    link_base: LinkBase = ""
    ping_address: AddressOrNothing = ""
    ping_file: FullPath | None = None
