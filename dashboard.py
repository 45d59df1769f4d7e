"""What `streamlit run dashboard.py` starts. The frame around the pages is ui/frame.py.

The frame lies in another folder than `pages/` on purpose: beside it, Streamlit would open a deep link's page alone,
without its frame, on the first visit after a start (docs/decisions).
"""

import logging
import runpy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import duckdb
import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.policy import Policy

FRAME = Path(__file__).resolve().parent / "ui" / "frame.py"
log = logging.getLogger(__name__)


@asynccontextmanager
async def warm_up(_app: st.App) -> AsyncIterator[None]:
    """Loads libraries and the first page's answers before the first visitor comes."""
    from analysis.published import NotPublished
    from ui.session import warm

    try:
        await anyio.to_thread.run_sync(warm)
    except NotPublished:
        log.info("No database yet: the first visit builds the demonstration data.")
    except duckdb.Error:
        log.exception("The database could not be read at the start; visitors are told so.")
    yield


def one_message(error: Exception) -> bool:
    """Shows one sentence in place of a traceback, which goes to the server's log."""
    from ui.session import t

    log.error("A page failed.", exc_info=error)
    st.error(t("frame.failed"))
    return True


app = st.App(FRAME, lifespan=warm_up, middleware=[Middleware(Policy)], on_script_error=one_message)

if __name__ == "__main__":
    if get_script_run_ctx() is None:  # python dashboard.py
        app.run()
    else:  # run as a script by Streamlit itself, as its AppTest does
        runpy.run_path(str(FRAME))
