"""Evidence: how far a measure has come towards its target, and what on record may show a new need."""

from collections.abc import Iterable

from data_models.coverage import Progress, Suggestion
from data_models.need import Evidence, Need
from data_models.portfolio import Portfolio

SIGNS = {
    "mathematics": ("math", "algebra", "fraction", "geometry", "calculat"),
    "english language arts": ("reading", "writing", "literacy", "english language arts", "words"),
    "english language development": ("english learner", "newcomer", "reclassif"),
    "science": ("science", "lab ", "investigation"),
    "college and career": ("college", "career", "graduation", "seniors"),
    "wellness": ("climate", "chronic", "attendance", "truancy", "suspension", "adult knows"),
}
"""Parts of words by which a measure shows that it is of a subject, beside the subject's own name."""


def progress(evidence: Evidence) -> Progress:
    """Where the newest value stands between baseline and target; not known where one of the three is missing.

    Up is good where the target lies above the baseline, down where it lies below or is zero. Where baseline and target
    are the same and not zero, only the target itself counts as reached, because nobody said which way is good.
    """
    baseline, target, latest = evidence.baseline, evidence.target, evidence.latest
    if baseline is None or target is None or latest is None:
        return Progress.UNKNOWN
    if baseline == target != 0:
        return Progress.REACHED if latest == target else Progress.UNKNOWN
    up = 1 if target > baseline else -1
    if up * (latest - target) >= 0:
        return Progress.REACHED
    moved = up * (latest - baseline)
    return Progress.CLOSER if moved > 0 else Progress.AWAY if moved < 0 else Progress.SAME


def suggested(portfolio: Portfolio, site_ids: Iterable[str], subject: str) -> tuple[Suggestion, ...]:
    """Evidence measured at these sites that may show a need of this subject, the likeliest first.

    First what is of the subject, by the need it shows now or by the words of its measure; then what belongs to no need
    and only describes the site; each newest first, ties in key order. What shows a need of another subject is left out.
    Without a subject everything at the sites is suggested.
    """
    at, needs = frozenset(site_ids), {n.need_id: n for n in portfolio.needs}
    found = []
    for evidence in portfolio.evidence:
        if evidence.site_id not in at:
            continue
        need = needs.get(evidence.need_id)
        same = _is_of(subject, evidence, need)
        if same or need is None or not subject:
            day = evidence.as_of.toordinal() if evidence.as_of else 0
            found.append(((not same, -day, evidence.evidence_id), evidence, need))
    return tuple(
        Suggestion(
            evidence_id=evidence.evidence_id,
            words=f"shows {need.title}" if need else "describes the school, shows no need yet",
        )
        for _, evidence, need in sorted(found, key=lambda f: f[0])
    )


def _is_of(subject: str, evidence: Evidence, need: Need | None) -> bool:
    wanted, measure = subject.strip().casefold(), evidence.measure.casefold()
    if not wanted:
        return False
    if need and need.subject.casefold() == wanted:
        return True
    return any(sign in measure for sign in (wanted, *SIGNS.get(wanted, ())))
