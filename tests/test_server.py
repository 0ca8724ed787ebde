"""What the server does beside the pages. The private Streamlit attribute that it sets is still there."""

from streamlit.runtime.pages_manager import PagesManager

import server


def test_the_attribute_that_keeps_legacy_pages_away_is_still_there() -> None:
    assert "uses_pages_directory" in vars(PagesManager)


def test_headers_let_nothing_leave_the_machine() -> None:
    policy = server.HEADERS["Content-Security-Policy"]
    assert "connect-src 'self'" in policy
    assert "http" not in policy
    assert "*" not in policy
