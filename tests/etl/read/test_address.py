"""Fetching, against a server on this machine: what comes, what is refused, and what is said about it."""

import gzip
import hashlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from etl.problems import Unusable
from etl.read import LIMITS, Limits, fetch, is_address, read
from etl.read.address import name_of
from tests.etl.read import making

CSV = b"Country,Plan\nGhana,2\n"
QUICK = replace(LIMITS, wait_seconds=1.0, fetch_seconds=3.0)


@dataclass
class Answer:
    """What the server answers to a path; `drip` sends a byte each so many seconds, `silence` waits first."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0
    silence: float = 0
    cut: bool = False
    chunked: bool = False


@dataclass
class Server:
    """A server on loopback with its answers, and the paths it was asked for."""

    address: str
    answers: dict[str, Answer]
    asked: list[str]


@pytest.fixture
def server() -> Iterator[Server]:
    answers: dict[str, Answer] = {}
    asked: list[str] = []
    stopped = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            answer = answers.get(self.path, Answer(status=404, headers={"Content-Type": "text/html"}))
            stopped.wait(answer.silence)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.chunked:
                self.send_header("Transfer-Encoding", "chunked")
            if answer.cut:
                self.send_header("Content-Length", str(len(answer.body) + 100))
            self.send_header("Connection", "close")
            self.end_headers()
            try:
                if answer.chunked:
                    for start in range(0, len(answer.body), 7):
                        piece = answer.body[start : start + 7]
                        self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                    self.wfile.write(b"0\r\n\r\n")
                elif answer.drip:
                    for byte in answer.body:
                        self.wfile.write(bytes([byte]))
                        if stopped.wait(answer.drip):
                            return
                else:
                    self.wfile.write(answer.body)
            except (BrokenPipeError, ConnectionResetError):
                return  # the client has had enough, as it should

        def log_message(self, *_: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield Server(f"http://127.0.0.1:{running.server_address[1]}", answers, asked)
    stopped.set()
    running.shutdown()
    running.server_close()
    thread.join()


def refusal(address: str, into: Path, *, limits: Limits = QUICK) -> str:
    """What is said about an address that gives nothing; the folder is left empty."""
    with pytest.raises(Unusable) as caught:
        fetch(address, into=into, limits=limits)
    assert list(into.iterdir()) == []
    return str(caught.value)


def test_is_address() -> None:
    assert is_address("https://example.org/a.csv")
    assert is_address("HTTP://example.org")
    assert is_address("ftp://example.org/a.csv")
    assert not is_address("data/a.csv")
    assert not is_address("C:/data/a.csv")
    assert not is_address("ogp:commitments")


def test_file_comes_with_hash_and_date(server: Server, tmp_path: Path) -> None:
    server.answers["/data/release.csv"] = Answer(CSV, headers={"Content-Type": "text/csv"})
    told: list[tuple[str, int]] = []
    fetched = fetch(
        f"{server.address}/data/release.csv", into=tmp_path, progress=lambda step, done: told.append((step, done))
    )
    assert fetched.path == tmp_path / "release.csv"
    assert fetched.path.read_bytes() == CSV
    assert (fetched.sha256, fetched.size) == (hashlib.sha256(CSV).hexdigest(), len(CSV))
    assert fetched.address == fetched.final_address == f"{server.address}/data/release.csv"
    assert abs(datetime.now(UTC).replace(tzinfo=None) - fetched.fetched_at) < timedelta(minutes=1)
    assert told[-1] == ("fetch", len(CSV))
    assert read(fetched.path).sha256 == fetched.sha256


def test_sheet_exported_by_google(server: Server, tmp_path: Path) -> None:
    path = "/spreadsheets/d/abc/export?format=csv&gid=1654752912"
    disposition = "attachment; filename=\"OGPCommitments-All.csv\"; filename*=UTF-8''OGP%20Commitments%20-%20All.csv"
    server.answers[path] = Answer(status=307, headers={"Location": "/real?x=1"})
    server.answers["/real?x=1"] = Answer(CSV, headers={"Content-Type": "text/csv", "Content-Disposition": disposition})
    fetched = fetch(server.address + path, into=tmp_path)
    assert fetched.path.name == "OGP Commitments - All.csv"
    assert fetched.final_address == f"{server.address}/real?x=1"
    assert read(fetched.path).format == "csv"


@pytest.mark.parametrize(
    ("address", "disposition", "kind", "name"),
    [
        ("https://x.org/a/export?format=csv&gid=1", "", "text/csv", "export.csv"),
        ("https://x.org/a/export?format=csv&gid=1", "", "application/octet-stream", "export.csv"),
        ("https://x.org/a/export?format=xlsx", "", "", "export.xlsx"),
        ("https://x.org/pub?output=tsv", "", "text/plain", "pub.tsv"),
        ("https://x.org/data.XLSX?raw=1", "", "application/octet-stream", "data.XLSX"),
        ("https://x.org/", "", "text/csv", "download.csv"),
        ("https://x.org/download", 'attachment; filename="r.ods"', "text/csv", "r.ods"),
        ("https://x.org/download", 'attachment; filename="../../etc/passwd"', "text/csv", "passwd.csv"),
        ("https://x.org/download", 'attachment; filename="..\\\\..\\\\x.csv"', "text/csv", "x.csv"),
        ("https://x.org/a%2Fb%00c.csv", "", "text/csv", "b-c.csv"),
        ("https://x.org/latest", "", "application/vnd.oasis.opendocument.spreadsheet", "latest.ods"),
        ("https://x.org/v1.2", "", "text/plain", "v1.2.csv"),
        ("https://x.org/" + "x" * 500 + ".csv", "", "", "x" * 116 + ".csv"),
    ],
)
def test_name_says_what_it_is(address: str, disposition: str, kind: str, name: str) -> None:
    assert name_of(address, disposition=disposition, kind=kind) == name


def test_not_found(server: Server, tmp_path: Path) -> None:
    message = refusal(f"{server.address}/gone.csv", tmp_path)
    assert f"{server.address}/gone.csv does not exist (the server answered 404)" in message


@pytest.mark.parametrize(
    ("status", "what"),
    [(401, "is not open to everyone"), (403, "is not open to everyone"), (410, "does not exist"), (500, "answered 500"),
     (304, "answered 304"), (302, "answered 302")],
)  # fmt: skip
def test_other_answers(server: Server, tmp_path: Path, status: int, what: str) -> None:
    server.answers["/a.csv"] = Answer(b"", status=status)
    assert what in refusal(f"{server.address}/a.csv", tmp_path)


def test_web_page_instead_of_a_spreadsheet(server: Server, tmp_path: Path) -> None:
    server.answers["/a.csv"] = Answer(b"<html>Sign in</html>", headers={"Content-Type": "text/html; charset=utf-8"})
    assert "gave a web page, not a spreadsheet" in refusal(f"{server.address}/a.csv", tmp_path)
    server.answers["/b.csv"] = Answer(b"<!doctype html><p>Sign in", headers={"Content-Type": "text/csv"})
    fetched = fetch(f"{server.address}/b.csv", into=tmp_path)
    with pytest.raises(Unusable, match="found a web page"):
        read(fetched.path)


def test_file_in_pieces_and_packed(server: Server, tmp_path: Path) -> None:
    server.answers["/a.csv"] = Answer(CSV, chunked=True)
    assert fetch(f"{server.address}/a.csv", into=tmp_path).path.read_bytes() == CSV
    packed = gzip.compress(CSV * 5_000)
    length = {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}
    server.answers["/b.csv"] = Answer(packed, headers=length)
    assert fetch(f"{server.address}/b.csv", into=tmp_path).path.read_bytes() == CSV * 5_000
    server.answers["/c.csv"] = Answer(gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"})
    with pytest.raises(Unusable, match=r"or more; at most 1\.0 MB are fetched"):
        fetch(f"{server.address}/c.csv", into=tmp_path, limits=replace(QUICK, file_bytes=1024**2))


def test_redirect_loop(server: Server, tmp_path: Path) -> None:
    server.answers["/a.csv"] = Answer(status=302, headers={"Location": "/b.csv"})
    server.answers["/b.csv"] = Answer(status=301, headers={"Location": f"{server.address}/a.csv"})
    assert "leads on more than 5 times" in refusal(f"{server.address}/a.csv", tmp_path)
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/a.csv", "http:///x", "javascript:alert(1)"]
)
def test_redirect_to_elsewhere(server: Server, tmp_path: Path, target: str) -> None:
    server.answers["/a.csv"] = Answer(status=302, headers={"Location": target})
    message = refusal(f"{server.address}/a.csv", tmp_path)
    assert "only http and https addresses are followed" in message or "does not exist" in message


@pytest.mark.parametrize("address", ["ftp://example.org/a.csv", "file:///etc/hosts", "http://", "http:///a.csv"])
def test_other_schemes(tmp_path: Path, address: str) -> None:
    assert "is not a web address that can be fetched" in refusal(address, tmp_path)


@pytest.mark.parametrize("address", ["http://[::1", "http://127.0.0.1:99999/a.csv", "http://a b/c.csv"])
def test_addresses_that_cannot_be(tmp_path: Path, address: str) -> None:
    assert address in refusal(address, tmp_path)


def test_declared_too_large(server: Server, tmp_path: Path) -> None:
    server.answers["/a.csv"] = Answer(CSV, headers={"Content-Length": str(5 * 1024**2)})
    limits = replace(QUICK, file_bytes=1024**2)
    assert "has 5.0 MB or more; at most 1.0 MB are fetched" in refusal(
        f"{server.address}/a.csv", tmp_path, limits=limits
    )


def test_too_large_without_a_word_about_it(server: Server, tmp_path: Path) -> None:
    server.answers["/a.csv"] = Answer(b"a,b\n" * 1_000_000)
    limits = replace(QUICK, file_bytes=1024**2)
    assert "or more; at most 1.0 MB are fetched" in refusal(f"{server.address}/a.csv", tmp_path, limits=limits)


def test_slow_drip(server: Server, tmp_path: Path) -> None:
    server.answers["/a.csv"] = Answer(b"a,b\n" * 1_000, drip=0.2)
    started = time.monotonic()
    message = refusal(f"{server.address}/a.csv", tmp_path, limits=replace(QUICK, fetch_seconds=1.5))
    assert "came too slowly: at most 1.5 seconds in all" in message
    assert time.monotonic() - started < 4


@pytest.mark.parametrize("answer", [Answer(CSV, silence=30), Answer(CSV, drip=30)])
def test_silence(server: Server, tmp_path: Path, answer: Answer) -> None:
    server.answers["/a.csv"] = answer
    started = time.monotonic()
    assert "came too slowly" in refusal(f"{server.address}/a.csv", tmp_path)
    assert time.monotonic() - started < 10


def test_connection_broken_off(server: Server, tmp_path: Path) -> None:
    server.answers["/a.csv"] = Answer(CSV, cut=True)
    assert "the connection broke before the whole file had come" in refusal(f"{server.address}/a.csv", tmp_path)


def test_no_connection(server: Server, tmp_path: Path) -> None:
    # Port 1 of this machine: nobody listens there. And a name that, by RFC 6761, nobody has.
    assert "no connection to 127.0.0.1" in refusal("http://127.0.0.1:1/a.csv", tmp_path)
    assert "no connection to nowhere.invalid" in refusal("https://nowhere.invalid/a.csv", tmp_path)
    # A server that does not speak https.
    assert server.address[4:] in refusal(f"https{server.address[4:]}/a.csv", tmp_path)


def test_no_room(server: Server, tmp_path: Path) -> None:
    server.answers["/a.csv"] = Answer(CSV)
    with pytest.raises(Unusable, match="no temporary files could be written"):
        fetch(f"{server.address}/a.csv", into=tmp_path / "nowhere")


def test_fetched_workbook(server: Server, tmp_path: Path) -> None:
    made = making.packed(tmp_path / "made.xlsx", making.xlsx_parts(making.xlsx_row(1, "Country")))
    server.answers["/latest"] = Answer(made.read_bytes(), headers={
        "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})  # fmt: skip
    (tmp_path / "into").mkdir()
    fetched = fetch(f"{server.address}/latest", into=tmp_path / "into")
    assert fetched.path.name == "latest.xlsx"
    assert read(fetched.path).sheets[0].table.to_pylist() == [{"A": "Country"}]
