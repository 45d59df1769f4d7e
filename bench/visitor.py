"""A visitor of a running dashboard, without a browser: opens a page, picks filters, and notes what each rerun took.

Speaks the messages that Streamlit's own page speaks (protobuf over a WebSocket, tied to Streamlit's version), with what
a browser does besides: it sends the values of the widgets on the page, and asks for no large element that it holds.
"""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.MultiSelect_pb2 import MultiSelect
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

#: The message that ends a run is shorter than this, so that long ones need no reading while the clock runs.
SHORT = 300
#: A browser forgets a large element that so many runs have not shown.
REMEMBERED_RUNS = 2
MOST_SECONDS = 120
COUNTED = re.compile(r"\(([\d,]+)\)( \S+)?$")


class WentWrong(Exception):
    """A rerun ended in an error, on the page or in its script; the message says what."""


@dataclass(frozen=True)
class Rerun:
    """One run of a page: seconds from asking to the end of the script, bytes sent by the server, what it showed."""

    seconds: float
    sent: int
    elements: list[Element]

    def texts(self) -> list[str]:
        """Captions and other Markdown, in no particular order."""
        return [e.markdown.body for e in self.elements if e.WhichOneof("type") == "markdown"]

    def charts(self) -> list[str]:
        """The charts, as Plotly's JSON."""
        return [e.plotly_chart.spec for e in self.elements if e.WhichOneof("type") == "plotly_chart"]

    def picker(self, key: str) -> MultiSelect:
        """The picker of this key. Raises LookupError where the page has none."""
        for element in self.elements:
            if element.WhichOneof("type") == "multiselect" and element.multiselect.id.endswith(f"-{key}"):
                return element.multiselect
        raise LookupError(f"no picker {key} on the page")


@dataclass
class Visitor:
    """One open page. `open_page` makes it."""

    address: str
    page: str
    socket: ClientConnection
    last: Rerun = field(default_factory=lambda: Rerun(0, 0, []))
    paths: tuple[str, ...] = ()
    query: str = ""
    script: str = ""
    states: dict[str, WidgetState] = field(default_factory=dict)
    held: dict[str, tuple[int, ForwardMsg]] = field(default_factory=dict)
    runs: int = 0

    async def rerun(self, *, picked: Mapping[str, Sequence[str]] | None = None) -> Rerun:
        """Runs the page as a change of these pickers (by key, to these options) does. Raises WentWrong."""
        for key, options in (picked or {}).items():
            id = self.last.picker(key).id
            self.states[id] = WidgetState(id=id)
            self.states[id].string_array_value.data.extend(options)
        frames, started = [], time.perf_counter()
        await self.socket.send(self._request())
        while not _ends(frame := await _received(self.socket)):
            frames.append(frame)
        seconds = time.perf_counter() - started
        self.runs += 1
        elements = list(self._shown(frames))
        self.last = Rerun(seconds, sum(map(len, frames)) + len(frame), elements)
        _check(elements)
        return self.last

    async def close(self) -> None:
        """Leaves the page."""
        await self.socket.close()

    def _request(self) -> bytes:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = self.query
        asked.page_script_hash = self.script
        asked.page_name = "" if self.script else self.page
        asked.widget_states.widgets.extend(self.states.values())
        asked.cached_message_hashes.extend(self.held)
        asked.context_info.locale = "en-GB"
        asked.context_info.timezone = "UTC"
        asked.context_info.url = f"{self.address}/{self.page}"
        asked.context_info.color_scheme = "light"
        return bytes(message.SerializeToString())

    def _shown(self, frames: list[bytes]) -> Iterator[Element]:
        """The elements of a run, after taking over from it what a browser takes over."""
        states = self.states
        self.states = {}
        for frame in frames:
            message = ForwardMsg.FromString(frame)
            if message.WhichOneof("type") == "ref_hash":
                message = self.held[message.ref_hash][1]
            if message.metadata.cacheable:
                self.held[message.hash] = (self.runs, message)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.script = message.new_session.page_script_hash
            elif kind == "navigation":
                self.script = message.navigation.page_script_hash
                self.paths = tuple(page.url_pathname for page in message.navigation.app_pages)
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "page_not_found":
                raise WentWrong(f"there is no page {self.page}")
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                self._keep(element, states)
                yield element
        self.held = {name: at for name, at in self.held.items() if self.runs - at[0] < REMEMBERED_RUNS}

    def _keep(self, element: Element, states: dict[str, WidgetState]) -> None:
        """Holds the value of a widget: the server's where it sets one, else the one held, else the first."""
        kind = element.WhichOneof("type")
        if kind not in ("multiselect", "selectbox", "button_group"):
            return
        widget = getattr(element, kind)
        state = WidgetState(id=widget.id)
        if kind == "selectbox":
            if widget.set_value and widget.HasField("raw_value"):
                state.string_value = widget.raw_value
            elif not widget.set_value and widget.HasField("default"):
                state.string_value = widget.options[widget.default]
        else:
            names = [o.content for o in widget.options] if kind == "button_group" else widget.options
            values = widget.raw_values if widget.set_value else [names[place] for place in widget.default]
            state.string_array_value.data.extend(values)
        self.states[widget.id] = state if widget.set_value else states.get(widget.id, state)


async def open_page(address: str, page: str = "") -> Visitor:
    """Opens a page by its address, as a link does, and waits for its first run. Raises WentWrong."""
    there = urlsplit(address)
    socket = await connect(
        f"ws://{there.netloc}/_stcore/stream",
        origin=address,  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        compression=None,
        open_timeout=MOST_SECONDS,
    )
    visitor = Visitor(address, page, socket)
    await visitor.rerun()
    return visitor


def counted(option: str) -> int:
    """The number of commitments that an option of a picker names: "Kenya (65)"."""
    found = COUNTED.search(option)
    if found is None:
        raise ValueError(f"{option!r} names no number")
    return int(found[1].replace(",", ""))


async def _received(socket: ClientConnection) -> bytes:
    frame = await socket.recv()
    if isinstance(frame, str):
        raise WentWrong(f"the server said {frame[:200]!r}")
    return frame


def _ends(frame: bytes) -> bool:
    """Whether a message says that the script is through. A run that gave way to another is not."""
    if len(frame) > SHORT:
        return False
    message = ForwardMsg.FromString(frame)
    if message.WhichOneof("type") != "script_finished":
        return False
    if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
        raise WentWrong("the script does not compile")
    return bool(message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)


def _check(elements: list[Element]) -> None:
    for element in elements:
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise WentWrong(f"{element.exception.type}: {element.exception.message}")
        if kind == "alert" and element.alert.format == element.alert.ERROR:
            raise WentWrong(element.alert.body)
