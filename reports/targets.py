"""Where a report goes: never over something that is there unasked, and whole or not at all."""

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reports.messages import Unusable, say

#: What tells an earlier export from any other folder: it lists every file that lies beside it.
DESCRIPTION = "datapackage.json"
#: Files of an export that its description does not list.
BESIDE = frozenset({DESCRIPTION, "README.txt"})


@contextmanager
def writing_file(path: Path, *, suffix: str, force: bool) -> Iterator[Path]:
    """A new, empty file beside `path` to write into; it takes the place of `path` once the block ends without error.

    Raises Unusable for a name without `suffix`, a folder, a file that is there already (unless `force`), and a
    place that cannot be written. After an error, `path` is as it was and nothing lies beside it.
    """
    making = _beside(path)
    with _in_words(path):
        _check_file(path, suffix=suffix, force=force)
        try:
            making.touch(exist_ok=False)
            yield making
            _check_file(path, suffix=suffix, force=force)
            os.replace(making, path)
        finally:
            making.unlink(missing_ok=True)


@contextmanager
def writing_folder(path: Path, *, force: bool) -> Iterator[Path]:
    """A new, empty folder beside `path` to write into; it takes the place of `path` once the block ends without error.

    Raises Unusable for a file, a folder that holds anything (with `force`: anything but an earlier export), and a
    place that cannot be written. After an error, `path` is as it was and nothing lies beside it.
    """
    making = _beside(path)
    with _in_words(path):
        _check_folder(path, force=force)
        try:
            making.mkdir()
            yield making
            _check_folder(path, force=force)
            _put_in_place(making, path)
        finally:
            if making.exists():
                shutil.rmtree(making)


def _check_file(path: Path, *, suffix: str, force: bool) -> None:
    if path.is_dir():
        raise Unusable(say("target_is_folder", path=path, suffix=suffix))
    if path.suffix.casefold() != suffix:
        raise Unusable(say("target_suffix", path=path, suffix=suffix))
    _check_parent(path)
    if path.exists() and not (force and path.is_file()):
        raise Unusable(say("target_exists", path=path))


def _check_folder(path: Path, *, force: bool) -> None:
    if path.exists() and not path.is_dir():
        raise Unusable(say("target_is_file", path=path))
    _check_parent(path)
    there = {item.name for item in path.iterdir()} if path.exists() else set()
    if there and not force:
        raise Unusable(say("target_exists", path=path))
    strange = sorted(there - _exported(path))
    if strange:
        raise Unusable(say("target_not_ours", path=path, found=strange[0]))


def _check_parent(path: Path) -> None:
    folder = path.absolute().parent
    if not folder.is_dir():
        raise Unusable(say("target_no_folder", folder=folder, name=path.name))


def _exported(path: Path) -> set[str]:
    """The names that an export in the folder consists of; none where it holds no export."""
    try:
        said = json.loads((path / DESCRIPTION).read_text(encoding="utf-8"))
        return {str(resource["path"]) for resource in said["resources"]} | BESIDE
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _put_in_place(making: Path, path: Path) -> None:
    """Renames `making` to `path`. What is there is set aside first, and put back where the renaming fails."""
    if not path.exists():
        os.replace(making, path)
        return
    aside = _beside(path)
    os.replace(path, aside)
    try:
        os.replace(making, path)
    except OSError:
        os.replace(aside, path)
        raise
    shutil.rmtree(aside)


def _beside(path: Path) -> Path:
    """A name in the same folder that nothing has."""
    return path.absolute().with_name(f".making-{secrets.token_hex(8)}")


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Turns what the system says of a place into a message."""
    try:
        yield
    except OSError as error:
        raise Unusable(say("target_unwritable", path=path, reason=error.strerror or error)) from error
