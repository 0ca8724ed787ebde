"""A plan in words: why each purchase is in or out, what would change that, and the whole in one line."""

from planning.explanation.answers import answers
from planning.explanation.explain import explain, explain_one
from planning.explanation.headline import difference, headline
from planning.explanation.payers import payers

__all__ = ["answers", "difference", "explain", "explain_one", "headline", "payers"]
