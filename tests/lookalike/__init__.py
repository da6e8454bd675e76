"""Servers on the loopback that behave like Microsoft 365 and Exchange Server, over one mailbox in memory."""
