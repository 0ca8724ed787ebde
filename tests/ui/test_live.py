"""News reaches who listens, and nobody else."""

from ui.live import News


def test_listeners_hear_until_they_stop() -> None:
    news, heard = News(), list[tuple[str, str]]()
    stop = news.listen(lambda topic, state: heard.append((topic, state)))
    news.tell("district a", "2")
    stop()
    news.tell("district a", "3")
    assert heard == [("district a", "2")]
