"""Files from a web address (http and https): fetched within limits, under a name that says what they are."""

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote, urljoin, urlsplit

from etl.problems import Unusable, say
from etl.read.book import LIMITS, Limits, megabytes
from etl.read.guard import KINDS

if TYPE_CHECKING:
    import requests

STEP = "fetch"
PIECE = 64 * 1024
SCHEMES = ("http", "https")
REDIRECTS = (301, 302, 303, 307, 308)
#: What servers call the formats. text/plain and application/octet-stream say nothing: then the address decides.
TYPES = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.ms-excel.sheet.macroenabled.12": "xlsm",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": "xlsb",
    "application/vnd.ms-excel": "xls",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class Fetched:
    """A file that came over the network: where it lies, where it came from (in the end), its hash, size and time."""

    path: Path
    address: str
    final_address: str
    sha256: str
    size: int
    fetched_at: datetime


def is_address(given: str) -> bool:
    """Whether `given` is meant as a web address, of whatever scheme; a Windows path such as C:/x is none."""
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", given))


def fetch(
    address: str, *, into: Path, limits: Limits = LIMITS, progress: Callable[[str, int], None] | None = None
) -> Fetched:
    """Fetches the spreadsheet at `address` into the folder `into`; `progress` is told "fetch" and the bytes so far.

    Raises Unusable: another scheme, no network, an answer other than 200, a web page in place of a spreadsheet,
    too large, too slow, too many redirects, or no room for it. Nothing is left in the folder then.
    """
    import requests  # takes a while, and most files lie on disk
    import urllib3

    deadline = time.monotonic() + limits.fetch_seconds
    try:
        with requests.Session() as session:
            response = _answer(session, address, deadline=deadline, limits=limits)
            with response:
                return _kept(response, address, into=into, deadline=deadline, limits=limits, progress=progress)
    except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise _too_slow(address, limits) from error
    except urllib3.exceptions.HTTPError as error:
        raise Unusable(say("read_fetch_broken", address=address)) from error
    except requests.exceptions.SSLError as error:
        raise Unusable(say("read_fetch_certificate", address=address)) from error
    except requests.exceptions.ConnectionError as error:
        host = urlsplit(address).hostname
        raise Unusable(say("read_fetch_no_connection", address=address, host=host)) from error
    except (requests.exceptions.RequestException, ValueError) as error:
        raise Unusable(say("read_fetch_failed", address=address, reason=type(error).__name__)) from error


def _answer(
    session: "requests.Session", address: str, *, deadline: float, limits: Limits
) -> "requests.Response":  # fmt: skip
    """The answer at the end of all redirects, its body not yet read."""
    here = address
    for _ in range(limits.redirects + 1):
        parts = urlsplit(here)
        if parts.scheme.lower() not in SCHEMES or not parts.hostname:
            key = "read_fetch_scheme" if here == address else "read_fetch_redirect_scheme"
            raise Unusable(say(key, address=address, found=here[:200]))
        left = deadline - time.monotonic()
        if left <= 0:
            raise _too_slow(address, limits)
        wait = min(limits.wait_seconds, left)
        headers = {"Accept-Encoding": "identity"}
        response = session.get(here, stream=True, allow_redirects=False, timeout=(wait, wait), headers=headers)
        if response.status_code not in REDIRECTS or "Location" not in response.headers:
            return response
        response.close()
        here = urljoin(here, response.headers["Location"])
    raise Unusable(say("read_fetch_redirects", address=address, limit=limits.redirects))


def _kept(
    response: "requests.Response", address: str, *, into: Path, deadline: float, limits: Limits,
    progress: Callable[[str, int], None] | None,
) -> Fetched:  # fmt: skip
    if response.status_code != 200:
        hint = "read_fetch_gone" if response.status_code in (404, 410) else "read_fetch_status"
        if response.status_code in (401, 403):
            hint = "read_fetch_forbidden"
        raise Unusable(say(hint, address=address, status=response.status_code))
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind in PAGES:
        raise Unusable(say("read_fetch_page", address=address))
    declared = response.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared) > limits.file_bytes:
        raise _too_large(address, int(declared), limits)
    path = into / name_of(response.url, disposition=response.headers.get("Content-Disposition", ""), kind=kind)
    digest, size = hashlib.sha256(), 0
    try:
        with _created(path, address) as handle:
            for piece in _pieces(response):
                size += len(piece)
                if size > limits.file_bytes:
                    raise _too_large(address, size, limits)
                if time.monotonic() > deadline:
                    raise _too_slow(address, limits)
                _write(handle, piece, address=address, into=into)
                digest.update(piece)
                if progress:
                    progress(STEP, size)
        is_packed = "Content-Encoding" in response.headers
        if declared.isdecimal() and not is_packed and size < int(declared):
            raise Unusable(say("read_fetch_broken", address=address))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    now = datetime.now(UTC).replace(tzinfo=None)
    return Fetched(path, address, response.url, digest.hexdigest(), size, now)


def _created(path: Path, address: str) -> BinaryIO:
    try:
        return path.open("wb")
    except OSError as error:
        raise _no_room(address, path.parent, error) from error


def _write(handle: BinaryIO, piece: bytes, *, address: str, into: Path) -> None:
    try:
        handle.write(piece)
    except OSError as error:
        raise _no_room(address, into, error) from error


def _no_room(address: str, into: Path, error: OSError) -> Unusable:
    return Unusable(say("read_no_room", path=address, folder=into, reason=error.strerror or error))


def _pieces(response: "requests.Response") -> Iterator[bytes]:
    """What has arrived, as soon as it has: waiting for full pieces would let a slow server wait beyond all limits."""
    while piece := response.raw.read1(PIECE, decode_content=True):
        yield piece


def name_of(address: str, *, disposition: str, kind: str) -> str:
    """A file name for what an address gave: the server's own, else the address's, ending as the format wants it."""
    name = _given_name(disposition) or unquote(urlsplit(address).path).rsplit("/", 1)[-1]
    name = re.sub(r"[^\w.() -]+", "-", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". -")[-120:] or "download"
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in KINDS:
        return name
    asked = re.search(r"[?&](?:format|output)=(\w+)", address)
    wanted = TYPES.get(kind) or (asked.group(1).lower() if asked else "")
    return f"{name}.{wanted if wanted in KINDS else 'csv' if kind == 'text/plain' else 'xlsx'}"


def _given_name(disposition: str) -> str:
    """The file name in a Content-Disposition, the one with all letters (RFC 6266) before the one without."""
    full = re.search(r"filename\*\s*=\s*utf-8''([^;\s]+)", disposition, re.IGNORECASE)
    if full:
        return unquote(full.group(1))
    message = Message()
    message["Content-Disposition"] = re.sub(r"[\r\n]+", " ", disposition)
    return message.get_filename("") or ""


def _too_slow(address: str, limits: Limits) -> Unusable:
    facts = {"total": f"{limits.fetch_seconds:g}", "wait": f"{limits.wait_seconds:g}"}
    return Unusable(say("read_fetch_slow", address=address, **facts))


def _too_large(address: str, found: int, limits: Limits) -> Unusable:
    facts = {"found": megabytes(found), "limit": megabytes(limits.file_bytes)}
    return Unusable(say("read_fetch_too_large", address=address, **facts))
