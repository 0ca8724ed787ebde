"""What is compared by rare words, against comparing every two purposes."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.overlap import SAME_PURPOSE, _telling

PURPOSES = st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=7), max_size=12)


@given(PURPOSES)
@settings(max_examples=400, deadline=None)
def test_two_alike_purposes_always_share_what_they_are_looked_up_by(purposes: list[frozenset[str]]) -> None:
    often = Counter(word for words in purposes for word in words)
    for one in purposes:
        for other in purposes:
            words = len(one) + len(other)
            if words and 2 * len(one & other) / words >= SAME_PURPOSE:
                assert set(_telling(one, often)) & set(_telling(other, often)), (one, other)
