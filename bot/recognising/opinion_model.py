"""The learned model: trained here, kept in one file of our own, and refused where it is not ours. Decides nothing.

The only module that knows scikit-learn and skops, which are extras and loaded only when a model is used. What is kept
is a classifier over hashed words: no message can be read out of it, and nothing in its file is ever run.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from bot.log import Log
from store.terms import Kind
from store.vault import Vault, sync_folder

FILE = "opinion.model"
FORMAT = 1
FEATURES = 2**14
WORDS = 2_000  # of a text that are looked at
MOST_BYTES = 20_000_000
FOLDS = 5
OTHER = "other"  # what people named that is not learned yet
TRUSTED = (
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.model_selection._split.StratifiedKFold",
)
_HEAD = b"reviews-bot opinion "
_WORD = re.compile(r"[^\W\d_]+|\d+")

Seen = tuple[str, str, Collection[str]]
"""Subject, new text, and the names of the cues that stand in a message."""


class NoLearning(Exception):
    """The extra that learning needs is not installed; the sentence says how to install it."""


class ModelRefused(Exception):
    """There is a model file that will not be used; the sentence says why and what to do."""


@dataclass(frozen=True)
class Model:
    """An `Opinion`: its number, when it was trained, from how many messages, and the classifier over `kinds`."""

    number: int
    trained_at: datetime
    messages: int
    kinds: tuple[str, ...]
    classifier: Any

    def __call__(self, subject: str, text: str, cues: Collection[str]) -> Mapping[Kind, float]:
        """How likely each learned kind is, between 0 and 1."""
        shares = self.classifier.predict_proba(_features([(subject, text, cues)]))[0]
        return {Kind(name): float(share) for name, share in zip(self.kinds, shares, strict=True) if name != OTHER}


def file_of(key_file: Path) -> Path:
    """Where the model of a store lies: beside its key file."""
    return key_file.with_name(FILE)


def heard(key_file: Path, vault: Vault, log: Log) -> Model | None:
    """The model to listen to: the one kept, or None where there is none or it is refused, which the log then says."""
    try:
        return kept(file_of(key_file), vault)
    except ModelRefused:
        log.warning("learned_model_refused")
        return None


def trained(seen: Sequence[Seen], named: Sequence[str], *, number: int, at: datetime) -> Model:
    """A calibrated model of these messages as they were named, the same for the same messages. Raises NoLearning."""
    _there()
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold
    from threadpoolctl import threadpool_limits

    kinds = tuple(sorted(set(named)))
    classes = [kinds.index(name) for name in named]
    folds = StratifiedKFold(min(FOLDS, *(classes.count(one) for one in set(classes))))
    plain = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000)
    classifier = CalibratedClassifierCV(plain, method="sigmoid", cv=folds, ensemble=False)
    with threadpool_limits(1):  # several threads wait for each other longer than so little work takes
        classifier.fit(_features(seen), classes)
    return Model(number, at, len(named), kinds, classifier)


def keep(model: Model, path: Path, vault: Vault) -> None:
    """The model is in the file, whole and with mode 0600, marked as this store's own."""
    _there()
    from skops.io import dumps

    content = dumps(
        {
            "format": FORMAT,
            "made_with": _version(),
            "number": model.number,
            "trained_at": model.trained_at.isoformat(),
            "messages": model.messages,
            "kinds": list(model.kinds),
            "classifier": model.classifier,
        }
    )
    half = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(_HEAD + _mark(content, vault) + b"\n" + content)
        out.flush()
        os.fsync(handle)
    half.rename(path)
    sync_folder(path.parent)


def kept(path: Path, vault: Vault) -> Model | None:
    """The model of this file, None where there is no file. Raises ModelRefused.

    Not a byte is looked into before the mark shows that this store wrote it.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(path, "it is far too large to be one")
        whole = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _refused(path, f"it cannot be read ({error.strerror})") from None
    head, _, content = whole.partition(b"\n")
    if head != _HEAD + _mark(content, vault):
        raise _refused(path, "it is broken, or another store made it")
    try:
        _there()
    except NoLearning as fault:
        raise ModelRefused(f"The learned model {path} is not used. {fault}") from None
    return _model(path, content)


def _model(path: Path, content: bytes) -> Model:
    from skops.io import loads
    from skops.io.exceptions import UntrustedTypesFoundException

    try:
        found = loads(content, trusted=list(TRUSTED))
        if found["format"] != FORMAT or found["made_with"] != _version():
            raise _refused(path, f"it was made with {found['made_with']}, and this is {_version()}")
        return Model(
            int(found["number"]),
            datetime.fromisoformat(found["trained_at"]),
            int(found["messages"]),
            tuple(name if name == OTHER else str(Kind(name)) for name in found["kinds"]),
            found["classifier"],
        )
    except UntrustedTypesFoundException:
        raise _refused(path, "it holds what no model of ours holds") from None
    except (KeyError, TypeError, ValueError, AttributeError, OSError) as error:
        raise _refused(path, f"it cannot be understood ({type(error).__name__})") from None


def _refused(path: Path, why: str) -> ModelRefused:
    return ModelRefused(
        f"The learned model {path} is not used: {why}. Recognition goes on with the cue tables alone; "
        "`reviews-bot learn` makes a new one."
    )


def _mark(content: bytes, vault: Vault) -> bytes:
    return vault.mark(f"opinion {hashlib.sha256(content).hexdigest()}").encode()


def _version() -> str:
    from sklearn import __version__

    return f"scikit-learn {__version__}"


def _there() -> None:
    if not all(find_spec(name) for name in ("sklearn", "skops")):
        raise NoLearning("Learning needs scikit-learn and skops. Install them with `pip install 'reviews-bot[learn]'`.")


def _features(seen: Iterable[Seen]) -> Any:
    """The messages as rows of hashed words, each word counting once and each message alike."""
    from sklearn.feature_extraction import FeatureHasher
    from sklearn.preprocessing import normalize

    hasher = FeatureHasher(n_features=FEATURES, input_type="string", alternate_sign=False)
    return normalize(hasher.transform([sorted(set(_signs(*one))) for one in seen]))


def _signs(subject: str, text: str, cues: Collection[str]) -> Iterator[str]:
    """What stands for a message: its words, each two that follow each other, those of the subject, and its cues."""
    said = _words(text)
    yield from said
    yield from (" ".join(pair) for pair in pairwise(said))
    yield from (f"subject: {word}" for word in _words(subject))
    yield from (f"cue: {name}" for name in cues)


def _words(text: str) -> list[str]:
    words = (match[0] for match in islice(_WORD.finditer(text.casefold()), WORDS))
    return ["#" if word.isdigit() else word for word in words]
