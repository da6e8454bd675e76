"""Teaches the reader of whole letters on labelled letters, and writes config/cues/letters.onnx and its pieces.

    python bench/fit_whole.py BASE [--check COLLECTION ...]

BASE is a folder with all-MiniLM-L6-v2 (model.safetensors, config.json, tokenizer.json). Taught on all that bench/fit.py
reads, on the example lines of flags, never on the frozen half nor on what is UNSEEN there; --check leaves
collections out, prints after each round how well they are read (UNSEEN ones too), and writes nothing. Needs torch,
transformers, onnx and onnxruntime, and about two hours on two cores.
"""

from __future__ import annotations

import argparse
import json
import random  # noqa: TID251 - with a seed
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a file, only this file's own folder is searched

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from torch.nn import functional
from transformers import AutoModel

from bench.fit import PLAIN, STORIES, UNSEEN, Labelled, labelled
from bot.recognising.pieces import Pieces
from bot.recognising.whole_letters import LONGEST, LONGEST_HEADING, MODEL, PIECES, windows
from config import cues
from handlers.evidence import compile_cues
from handlers.flags import COUNTED
from handlers.impression import HINTS, heading, text_of
from handlers.kinds import URGENT
from handlers.machines import gates
from handlers.said import read_words
from store.terms import Flag, Kind, ReviewBody

HERE = Path(cues.__file__).parent
ROUNDS, PACE = 6, 2e-4
SEEDS = (1, 2)  # teachings whose mean is taken: it reads a little better than each (Wortsman, Model soups, 2022)
LAST_PACE = 4e-5  # of the one round in which the mean settles
BATCH = 2_600  # pieces
ALONE = 2_400  # lines of flags that are read as letters of their own each time
STIRRED = NEAR_MISS = 0.15  # of letters into which a line of a flag is said each time, and a near miss of one
MISSED = 3.0  # how many false flags a missed one is worth
FLAGS_COUNT, DANGERS_COUNT = 0.5, 2.0  # what flags count beside kinds, and dangers beside other flags
DANGEROUS = 6  # how many times as often a line is of a danger
WIDTH = 384
KINDS = sorted(map(str, Kind))
FLAGS = sorted(map(str, set(Flag) - COUNTED))
TOLD = [*FLAGS, *map(str, HINTS)]
UNKNOWN, NO_KIND = -1.0, -1


@dataclass(frozen=True, slots=True)
class Lesson:
    """A labelled letter as numbers: its pieces, its kind, what it tells (None where nobody says), what it counts.

    It tells flags and hints (TOLD): 1 where it does, 0 where it does not, UNKNOWN where a line that was stirred in may
    mean a flag too, and of hints where no review is asked for; the kind of a line alone is NO_KIND.
    """

    collection: str
    pieces: Sequence[int]
    kind: int
    told: Sequence[float] | None
    counts: float


class Whole(nn.Module):
    """The base model with one layer over the mean and the most of its states; `plain` is slower and can be exported."""

    def __init__(self, base: Path, *, plain: bool = False) -> None:
        super().__init__()
        self.states = AutoModel.from_pretrained(
            base, attn_implementation="eager" if plain else "sdpa", attention_probs_dropout_prob=0.0
        )
        self.drop = nn.Dropout(0.1)
        self.says = nn.Linear(2 * WIDTH, len(KINDS) + len(TOLD))

    def forward(self, pieces: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """The odds of kinds and flags of some letters."""
        states = self.states(input_ids=pieces, attention_mask=there).last_hidden_state
        mask = there.unsqueeze(-1)
        mean = (states * mask).sum(1) / mask.sum(1)
        most = states.masked_fill(mask == 0, -1e4).max(1).values
        return self.says(self.drop(torch.cat([mean, most], 1)))


class Shown(nn.Module):
    """What the service runs: the odds for one letter, and how much each piece pulls towards each kind and flag."""

    def __init__(self, whole: Whole) -> None:
        super().__init__()
        self.whole = whole

    def forward(self, pieces: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Odds by kinds and flags; pull by pieces, then kinds and flags."""
        states = self.whole.states(input_ids=pieces, attention_mask=torch.ones_like(pieces)).last_hidden_state
        most, says = states.max(1).values, self.whole.says
        odds = torch.cat([states.mean(1), most], 1) @ says.weight.T + says.bias
        top = (states == most.unsqueeze(1)).to(states.dtype) * states
        pull = states @ says.weight[:, :WIDTH].T / states.shape[1] + top @ says.weight[:, WIDTH:].T
        return odds[0], pull[0]


def lessons(pieces: Pieces) -> Iterator[Lesson]:
    """Every labelled letter that no gate is certain of."""
    table = compile_cues(cues.load())
    for one in labelled():
        if any(hit.kind for hit in gates(one.incoming, one.office, table)):
            continue
        read = read_words(one.incoming, one.case, one.office, table)
        before = [piece.number for piece in pieces.of(heading(read))][:LONGEST_HEADING]
        said = [piece.number for piece in windows(list(pieces.of(text_of(read))), LONGEST - 3 - len(before))[0]]
        flags = set(map(str, one.flags)) if read.role == "public" else None
        yield Lesson(
            one.collection,
            [pieces.begins, *before, pieces.ends, *said, pieces.ends],
            KINDS.index(str(one.kind)),
            [*(float(flag in flags) for flag in FLAGS), *_hints(one)] if flags is not None else None,
            PLAIN if one.collection == STORIES else 1.0,
        )


def _hints(one: Labelled) -> list[float]:
    """Whether each hint is there; UNKNOWN where nobody asks for a review, or nobody said whose it is."""
    said = (one.body if isinstance(hint, ReviewBody) else one.time for hint in HINTS)
    return [float(hint == law) if law else UNKNOWN for hint, law in zip(HINTS, said, strict=True)]


class Lines:
    """The example lines of flags, and near misses of them, as pieces: said into letters they teach what is a danger."""

    def __init__(self, pieces: Pieces) -> None:
        examples = [cue for cue in cues.load() if cue.table == "examples" and cue.senders[0] == "flags"]
        said = {cue.name: [[piece.number for piece in pieces.of(line)] for line in cue.phrases] for cue in examples}
        self._meant = {name: lines for name, lines in said.items() if name in FLAGS}
        self._missed = {
            name: lines for name, lines in said.items() if name.removeprefix("not_") in FLAGS and name not in FLAGS
        }
        self._ends = {piece.number for piece in pieces.of(". ! ?")}
        self._begin = [pieces.begins, *(piece.number for piece in pieces.of("public new : ")), pieces.ends]

    def alone(self) -> Iterator[Lesson]:
        """Some of the lines as letters that say nothing else."""
        for _ in range(ALONE):
            name, line = self._one(self._meant if random.random() < 0.5 else self._missed)
            told = [float(one == name) if one == name.removeprefix("not_") else UNKNOWN for one in TOLD]
            yield Lesson("", [*self._begin, *line, self._begin[-1]], NO_KIND, told, 1.0)

    def _one(self, some: Mapping[str, Sequence[Sequence[int]]]) -> tuple[str, Sequence[int]]:
        often = [DANGEROUS if name.removeprefix("not_") in URGENT else 1 for name in some]
        name = random.choices(list(some), often)[0]
        return name, random.choice(some[name])

    def stirred(self, one: Lesson) -> Lesson:
        """The letter, perhaps with a line between two of its sentences, and with the flag that the line means."""
        chance = random.random()
        if one.told is None or one.kind == NO_KIND or chance >= STIRRED + NEAR_MISS:
            return one
        name, line = self._one(self._meant if chance < STIRRED else self._missed)
        begins = one.pieces.index(one.pieces[-1]) + 1  # after the heading
        said = list(one.pieces[begins:-1])[: max(0, LONGEST - begins - 1 - len(line))]
        at = random.choice([0, len(said), *(at + 1 for at, piece in enumerate(said) if piece in self._ends)])
        told = list(one.told)
        if name in FLAGS:
            told = [
                UNKNOWN if name in URGENT and flag in URGENT and not set_ else set_
                for flag, set_ in zip(TOLD, told, strict=True)
            ]
            told[TOLD.index(name)] = 1.0
        return replace(one, pieces=[*one.pieces[:begins], *said[:at], *line, *said[at:], one.pieces[-1]], told=told)


def teach(
    whole: Whole, chosen: list[Lesson], unseen: list[Lesson], lines: Lines, rounds: int = ROUNDS, pace: float = PACE
) -> None:
    """The model has read every lesson so many times, slower and slower, each time with other lines stirred in."""
    mover = torch.optim.AdamW(whole.parameters(), lr=pace, weight_decay=0.01, fused=True)
    steps, step = rounds * len(list(batches([*chosen, *lines.alone()]))), 0
    for number in range(1, rounds + 1):
        whole.train()
        lost = 0.0
        for batch in batches([*chosen, *lines.alone()]):
            for group in mover.param_groups:
                group["lr"] = pace * min(1.0, step / 50) * (1 - step / (steps + 50))
            loss = _loss(whole, [lines.stirred(one) for one in batch])
            loss.backward()
            nn.utils.clip_grad_norm_(whole.parameters(), 1.0)
            mover.step()
            mover.zero_grad()
            lost, step = lost + loss.item(), step + 1
        print(f"round {number}: loss {lost * rounds / steps:.3f}{_told(whole, unseen)}", flush=True)


def mean(taught: Sequence[Mapping[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of the weights of several teachings of one base model."""
    return {
        name: torch.stack([one[name] for one in taught]).mean(0) if weight.is_floating_point() else weight
        for name, weight in taught[0].items()
    }


def batches(chosen: Sequence[Lesson]) -> Iterator[list[Lesson]]:
    """Lessons of about one length together, in any order."""
    ordered = sorted(chosen, key=lambda one: len(one.pieces) + random.random() * 30)
    every: list[list[Lesson]] = [[]]
    for one in ordered:
        if len(one.pieces) * (len(every[-1]) + 1) > BATCH and every[-1]:
            every.append([])
        every[-1].append(one)
    random.shuffle(every)
    yield from every


def _given(batch: Sequence[Lesson]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(len(one.pieces) for one in batch)
    pieces = torch.tensor([[*one.pieces, *[0] * (longest - len(one.pieces))] for one in batch])
    there = torch.tensor([[int(at < len(one.pieces)) for at in range(longest)] for one in batch])
    return pieces, there


def _loss(whole: Whole, batch: Sequence[Lesson]) -> torch.Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        odds = whole(*_given(batch))
    odds, split = odds.float(), len(KINDS)
    counts = torch.tensor([one.counts for one in batch])
    wanted = torch.tensor([one.kind for one in batch])
    kinds = functional.cross_entropy(odds[:, :split], wanted, reduction="none", ignore_index=NO_KIND)
    told = [(at, one.told) for at, one in enumerate(batch) if one.told is not None]
    loss = (kinds * counts).mean()
    if told:
        tells = torch.tensor([one for _, one in told])
        dearer = torch.full((len(TOLD),), MISSED)
        wrong = functional.binary_cross_entropy_with_logits(
            odds[[at for at, _ in told]][:, split:], tells.clamp(min=0), reduction="none", pos_weight=dearer
        )
        count = torch.tensor([DANGERS_COUNT if one in URGENT or one in HINTS else 1.0 for one in TOLD])
        loss = loss + FLAGS_COUNT * (wrong * count * (tells != UNKNOWN)).sum() / len(batch)
    return loss


def _told(whole: Whole, unseen: list[Lesson]) -> str:
    """How many kinds of letters that it was not taught are right."""
    if not unseen:
        return ""
    whole.eval()
    right = 0
    with torch.inference_mode():
        for batch in batches(unseen):
            said = whole(*_given(batch))[:, : len(KINDS)].argmax(1).tolist()
            right += sum(kind == one.kind for kind, one in zip(said, batch, strict=True))
    return f", unseen {right}/{len(unseen)} = {right / len(unseen):.1%}"


def write(taught: Whole, base: Path, names: Sequence[str]) -> None:
    """The model stands beside the tables in eight bits, with the names of what it says and the pieces it knows."""
    whole = Whole(base, plain=True).eval()
    whole.load_state_dict(taught.state_dict())
    with tempfile.TemporaryDirectory() as nowhere:
        full = Path(nowhere, "full.onnx")
        torch.onnx.export(
            Shown(whole),
            (torch.randint(1000, 20_000, (1, 64)),),
            full,
            input_names=["pieces"],
            output_names=["odds", "pull"],
            dynamic_axes={"pieces": {1: "n"}, "pull": {0: "n"}},
            dynamo=False,
            opset_version=17,
        )
        small = Path(nowhere, MODEL)
        quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True)
        made: Any = onnx.load(small)
    for key, said in (("kinds", KINDS), ("flags", FLAGS), ("hints", HINTS)):
        entry = made.metadata_props.add()
        entry.key, entry.value = key, json.dumps(said)
    onnx.save(made, HERE / MODEL)
    (HERE / PIECES).write_text("".join(f"{name}\n" for name in names), encoding="utf-8")


def main() -> None:
    """Teaches and writes, or checks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path, metavar="BASE")
    parser.add_argument("--check", nargs="+", metavar="COLLECTION", default=[])
    chosen = parser.parse_args()
    numbers = json.loads((chosen.base / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    names = sorted(numbers, key=numbers.__getitem__)
    pieces = Pieces(names)
    every = list(lessons(pieces))
    unseen = [one for one in every if one.collection in chosen.check]
    known = [one for one in every if one.collection not in {*chosen.check, *UNSEEN}]
    taught = []
    for seed in SEEDS:
        random.seed(seed)
        torch.manual_seed(seed)
        whole = Whole(chosen.base)
        teach(whole, known, unseen, Lines(pieces))
        taught.append(whole.state_dict())
    whole.load_state_dict(mean(taught))
    teach(whole, known, unseen, Lines(pieces), rounds=1, pace=LAST_PACE)
    if not chosen.check:
        write(whole, chosen.base, names)


if __name__ == "__main__":
    main()
