"""What can go wrong; every message is one line: where, the rule and the value, the remedy."""

from __future__ import annotations

import unicodedata

_LONGEST = 400
_BREAKING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


class EntrosumError(Exception):
    """An error of Entrosum, whatever its kind."""


class DataError(EntrosumError, ValueError):
    """Data that no model can be trained on, or that do not fit the model."""


class ModelError(EntrosumError, ValueError):
    """A file or folder that is not a model: damaged, incomplete or of a newer format."""

    @classmethod
    def of(cls, where: object, what: str, remedy: str) -> ModelError:
        """Return an error.

        Args:
            where: the file or folder
            what: the rule and the value that breaks it
            remedy: what to do about it

        """
        return cls(f"{_one_line(str(where))}: {_cut(_one_line(what))} ({remedy})")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."


def _one_line(text: str) -> str:
    """Names come from files: what would break or garble the line is escaped."""
    return "".join(
        f"\\u{{{ord(c):x}}}" if unicodedata.category(c) in _BREAKING else c for c in text
    )
