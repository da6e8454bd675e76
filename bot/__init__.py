"""DOES: the only folder that touches mail, clock, signals, schedule, sockets and subprocesses.

The six folders: bot does, handlers decide, templates speak, config chooses, store remembers, tests tell the
stories. Imports run downhill: bot, then handlers | templates | config (which do not know each other), then store.

One message's path: `cli` loads the settings and `service` builds the service. `intake` remembers the raw bytes,
has them read (`mime`, in the limited child of `reader`), recognised and planned (`handlers`), lets `carry_out`
turn the plan into rows in one transaction, and files the message. `dispatch` takes each planned letter through
draft, read-back, submission and confirmation, committing before every act.

The packages: `mailbox` the port and its back ends, `mime` and `documents` what untrusted bytes say, `recognising`
the words and the cases a message may belong to; `desk` what people do in Outlook, `casework` what was ruled on a
case, `approving` and `sending` a letter's way out, `proofing` how letters look; `papers` what the force is
asked for and sends, `reporting` digest, register and reports; `prompt` what is typed, `doctor` what it looks at, `demo`
the invented morning; `matters` work that is no review, apart from all of it.
"""
