"""What every mailbox must do so that what leaves by hand is seen: Sent Items told like any folder."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.mailbox import SENT, Draft, since
from tests.contract_words import LETTER, Reader, World, mail, only


class SentItemsContract:
    """The port's promises about Sent Items; each test is one of them."""

    def test_sent_items(self, world: World) -> None:
        """Sent Items can be polled from the start: a letter of ours that has left is told there, once, with its key."""
        reader = Reader(world.mailbox, SENT)
        assert reader.created(SENT) == []
        world.mailbox.submit(world.mailbox.draft(LETTER))
        item = only(reader.created(SENT))
        assert (item.key, item.draft) == (LETTER.key, False)
        assert LETTER.subject.encode() in world.mailbox.mime(item.ref)
        assert reader.created(SENT) == []
        assert [one.ref.id for one in Reader(world.restarted(), SENT).created(SENT)] == [item.ref.id]

    def test_sent_since(self, world: World) -> None:
        """Read from an instant on, Sent Items answer at once, and tell what leaves after that once."""
        reader = Reader(world.mailbox, SENT)
        reader.cursors[SENT] = since(datetime(2026, 1, 1, tzinfo=UTC))
        assert reader.poll()[SENT].created == ()
        world.mailbox.submit(world.mailbox.draft(LETTER))
        item = only(reader.created(SENT))
        assert item.key == LETTER.key
        assert reader.poll() == {}
        before = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
        world.person_sends(Draft(world.person_drafts(mail("By hand")), "", before))
        told = reader.created(SENT)
        assert len({one.ref.id for one in told} - {item.ref.id}) == 1
        assert reader.poll() == {}

    def test_sent_by_hand(self, world: World) -> None:
        """What a person wrote and sent is told in Sent Items without a key, as no draft, and its bytes can be had."""
        reader = Reader(world.mailbox, SENT)
        reader.poll()
        before = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
        world.person_sends(Draft(world.person_drafts(mail("By hand")), "", before))
        item = only(reader.created(SENT))
        assert (item.key, item.draft, item.stamp) == ("", False, "")
        assert item.received_at >= before
        assert b"By hand" in world.mailbox.mime(item.ref)
