"""The process: `streamlit run server.py` serves the dashboard, keeps it warm and sends word of every change."""

import asyncio
import gc
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from types import FrameType
from typing import Any

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from ui.live import NEWS

HEARTBEAT = 15.0
SHORT_STEP_SECONDS = 0.0002
NEW_THINGS = 200_000
"""How many more things there are before garbage is looked for within a run; half of its time went into that."""

STOP = "stop"
ENDING = Event()
"""Set once the server was told to end: a window that comes back before it has gone must not hold it up."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    # Nothing leaves the machine: no font, tile or script from elsewhere, and no sending to elsewhere.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; worker-src 'self' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' ws: wss: data: blob:; frame-src 'self' blob: data:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
}


class SecurityHeaders:
    """Adds HEADERS to every answer. Plain ASGI, so that it never holds back a stream."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; add the headers where an answer starts."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


async def live(request: Request) -> StreamingResponse:
    """Server-sent events: each topic's new state, and a heartbeat, until the window leaves."""
    return StreamingResponse(_news(request), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def _news(request: Request) -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    waiting: dict[str, str] = {}
    woken = asyncio.Event()

    def hear(topic: str, state: str) -> None:
        waiting[topic] = state
        woken.set()

    def told(topic: str, state: str) -> None:
        loop.call_soon_threadsafe(hear, topic, state)

    stop = NEWS.listen(told)
    try:
        yield "retry: 1000\n\n"
        while not (ENDING.is_set() or await request.is_disconnected()):
            with suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), HEARTBEAT)
            woken.clear()
            news = dict(waiting)
            waiting.clear()
            if STOP in news:
                break
            for topic, state in news.items():
                yield f"data: {json.dumps({'topic': topic, 'state': state})}\n\n"
            if not news:
                yield ": still here\n\n"
    finally:
        stop()


def warm_up() -> None:
    """Import what the pages import and read the district that the first window will ask for.

    Runs beside the server's start, while the browser is still fetching the page; the imports are here, not above, so
    that they do not hold up the start. Meanwhile the threads take turns in short steps, so that the files which the
    browser asks for do not wait behind an import.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SHORT_STEP_SECONDS)
    from data_models.errors import DistrictError
    from planning import explanation, plan  # noqa: F401
    from planning.prepare import prepare
    from ui import data
    from ui.remember import remembered

    # What cannot be opened is said on the screen, where it can be mended.
    with suppress(DistrictError):
        if data.on_screen():
            remembered(prepare, data.district())
    sys.setswitchinterval(usual)
    # Streamlit collects garbage after each run; what is loaded by now stays and need not be looked at again.
    gc.collect()
    gc.freeze()
    # What it does after each run need not be done hundreds of times in one that looks at ten thousand records.
    gc.set_threshold(NEW_THINGS)


def end_streams_on_exit() -> None:
    """Let the streams end when the server is told to: it waits for every open answer before it goes."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        handle = signal.getsignal(number)
        if callable(handle):
            signal.signal(number, _first(loop, handle))


def _first(loop: asyncio.AbstractEventLoop, handle: Callable[[int, FrameType | None], Any]) -> Any:
    def stop(number: int, frame: FrameType | None) -> None:
        ENDING.set()
        loop.call_soon_threadsafe(NEWS.tell, STOP, "")
        handle(number, frame)

    return stop


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[dict[str, Any]]:
    """Warm up beside the start; let go of the file at the end."""
    # Without this the very first deep link shows a false "Page not found": Streamlit sees a folder called pages.
    PagesManager.uses_pages_directory = False
    NEWS.pushed = True
    ENDING.clear()
    end_streams_on_exit()
    Thread(target=warm_up, name="warm-up", daemon=True).start()
    yield {}
    gc.unfreeze()
    from ui import ahead, data

    ahead.stop()
    data.close()


app = st.App(
    Path(__file__).with_name("dashboard.py"),
    lifespan=lifespan,
    routes=[Route("/live", live)],
    # The same hosts as Streamlit's own: a page elsewhere that poses as this one hears nothing.
    middleware=[
        Middleware(TrustedHostMiddleware, allowed_hosts=[*st.get_option("server.allowedHosts"), "[::1]"]),
        Middleware(SecurityHeaders),
    ],
)
