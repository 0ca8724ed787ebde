"""Word of changes: what one window writes, the others show within two seconds, without losing what they are doing.

`server.py` sends each topic that has news as a server-sent event; a small listener in the page reruns the fragment it
stands in. Without that server (`streamlit run dashboard.py`) a slow look at the data version does the same.
"""

import threading
from collections.abc import Callable

import streamlit as st

Heard = Callable[[str], None]

SECONDS_BETWEEN_LOOKS = 2

LISTENER = """
const listeners = new WeakMap()

function listen(me) {
  me.source = new EventSource(new URL("live", document.baseURI))
  me.source.onopen = () => { if (me.lost || me.data.waiting) me.tell(); me.lost = false }
  me.source.onerror = () => { me.lost = true }
  me.source.onmessage = (event) => {
    const news = JSON.parse(event.data)
    // The window that wrote it is being redrawn already, and need not be drawn again for its own news.
    const look = () => {
      if (document.querySelector("[data-test-script-state=running]")) { setTimeout(look, 100); return }
      const known = me.data.topics[news.topic]
      if (known !== undefined && known !== news.state) me.tell()
    }
    setTimeout(look, 100)
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  let me = listeners.get(parentElement)
  if (!me) {
    me = { lost: false }
    listeners.set(parentElement, me)
    // A hidden window lets go of its connection: a browser has six for one server. It catches up when seen again.
    me.seen = () => {
      if (document.hidden) { me.source.close(); me.lost = true } else { listen(me) }
    }
    document.addEventListener("visibilitychange", me.seen)
    me.data = data
    me.tell = () => setTriggerValue("news", Date.now())
    if (!document.hidden) listen(me); else me.source = { close() {} }
  }
  me.data = data
  me.tell = () => setTriggerValue("news", Date.now())
  return () => {
    document.removeEventListener("visibilitychange", me.seen)
    me.source.close()
    listeners.delete(parentElement)
  }
}
"""


class News:
    """Who listens, and the newest state of each topic. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heard: list[Callable[[str, str], None]] = []
        self.pushed = False
        """Whether a server sends the news; set once by `server.py`."""

    def listen(self, heard: Callable[[str, str], None]) -> Callable[[], None]:
        """Call `heard(topic, state)` at each piece of news, from the teller's thread. Returns how to stop."""
        with self._lock:
            self._heard.append(heard)
        return lambda: self._forget(heard)

    def tell(self, topic: str, state: str) -> None:
        """Say that a topic has a new state."""
        with self._lock:
            heard = tuple(self._heard)
        for hear in heard:
            hear(topic, state)

    def _forget(self, heard: Callable[[str, str], None]) -> None:
        with self._lock:
            self._heard.remove(heard)


NEWS = News()
"""The one of this process: what its windows have in common."""

_listener = st.components.v2.component("cabinetmaker_news", js=LISTENER)


def listen(topics: dict[str, str], *, waiting: bool, look: Callable[[], dict[str, str]]) -> None:
    """Rerun the fragment this stands in when a topic's state is no longer the one given.

    waiting: something is being worked out, whose news may come before the listener is connected.
    look: the topics' states now, asked every two seconds where no server sends them.
    """
    if NEWS.pushed:
        _listener(key="news", data={"topics": topics, "waiting": waiting}, on_news_change=_nothing)
    else:
        _look_now_and_then(topics, look)


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def _look_now_and_then(topics: dict[str, str], look: Callable[[], dict[str, str]]) -> None:
    if look() != topics:
        st.rerun()


def _nothing() -> None:
    """A component tells of a trigger only where somebody takes it; the rerun itself is what is wanted."""
