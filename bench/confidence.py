"""How far the confidence of an answer can be believed: the demo knowledge base, three sets of questions.

`left_out`: the articles' own phrasings, asked while the index lacks them. `asked`: kb/asked, which decides from which
confidence to answer. Both are judged fold by fold, of five, by what was fitted without the fold; in `asked` all that
is asked about one article, in any language, is in one fold. `paraphrase`: bench/data/paraphrase, which nothing was
fitted to. Each is asked in the language that its file names, and search is asked alone: the bot's other evidence
(`bot.triage`) has no say here.

Peers, fitted to the same and with a threshold chosen alike, are what one would do first: a logistic function (Platt
1999) of the first article's `score`, and one of its `margin` over the second article's.

ece, brier                  over all questions, of which those that no article answers cannot be right
aurc                        of the questions that an article answers, the mean share of wrong answers over all coverages
right_at_3_percent_wrong    how many of them can be answered rightly where 3 % are answered wrongly
answered, wrong_of_these, wrong_of_all
                            of them, at the threshold that was chosen without them
strangers_answered          of the questions that no article answers, at that threshold

The JSON's first level is about `asked`. Two pictures are drawn into docs/pictures.
"""

from collections.abc import Callable, Mapping, Sequence

from bench import paraphrase
from bench.asking import Demo, Told, folded, strangers
from bench.judges import JUDGES, MARGIN, MOST_WRONG, OURS, SCORE, Learnt, flat, others
from bench.pictures import draw_reliability, draw_risk
from bench.processes import ROOT
from bench.reliability import (
    Outcome,
    answered,
    at_coverage,
    aurc,
    bins,
    brier,
    ece,
    right_at,
    strangers_answered,
    together,
)
from bench.table import report, show
from kb.asked import Asked, read_asked

_FOLDS = 5
_COVERAGES = tuple(tenth / 10 for tenth in range(1, 11))
_LEFT_OUT, _ASKED, _PARAPHRASE = "left_out", "asked", "paraphrase"

Outcomes = Mapping[str, Outcome]
"""Of one set of questions, by judge."""
Figures = dict[str, float | None]


def main() -> None:
    """Run."""
    sets = judged()
    for name, outcomes in sets.items():
        show_set(name, outcomes)
    draw_reliability(sets, ROOT / "docs" / "pictures" / "reliability.svg")
    draw_risk(sets, ROOT / "docs" / "pictures" / "risk-coverage.svg", MOST_WRONG)
    found = {name: {judge: figures(one) for judge, one in outcomes.items()} for name, outcomes in sets.items()}
    asked = found.pop(_ASKED)
    peers = {f"{judge}_{key}": value for judge in (SCORE, MARGIN) for key, value in asked[judge].items()}
    report(questions=len(sets[_ASKED][OURS].confidences), **asked[OURS], **peers, **found)


def judged() -> dict[str, Outcomes]:
    """Return what each judge makes of each set of questions."""
    demo = Demo()
    left_out, outside = demo.left_out(), demo.told(strangers())
    heard = [demo.told(fold) for fold in folded(read_asked(ROOT / "kb" / "asked"), _FOLDS)]
    unseen = demo.told([Asked(one.text, one.language, one.article) for one in paraphrase.questions()])
    return {
        _LEFT_OUT: crossed(left_out, lambda rest: Learnt(rest, outside, flat(heard))),
        _ASKED: crossed(heard, lambda rest: Learnt(flat(left_out), outside, rest)),
        _PARAPHRASE: crossed([unseen], lambda _: Learnt(flat(left_out), outside, flat(heard))),
    }


def crossed(folds: Sequence[Sequence[Told]], learnt: Callable[[Sequence[Told]], Learnt]) -> Outcomes:
    """Return what each judge makes of the folds, each fitted to what is `learnt` from the others."""
    rest = [learnt(others(folds, fold)) for fold in range(len(folds))]
    return {
        name: together([fit(known).judge(fold) for fold, known in zip(folds, rest, strict=True)])
        for name, fit in JUDGES.items()
    }


def figures(outcome: Outcome) -> Figures:
    """Return the figures of one judge on one set."""
    coverage, risk = answered(outcome)
    return {
        "ece": ece(outcome),
        "brier": brier(outcome),
        "aurc": aurc(outcome),
        "right_at_3_percent_wrong": right_at(outcome, MOST_WRONG),
        "answered": coverage,
        "wrong_of_these": risk,
        "wrong_of_all": coverage * risk,
        "strangers_answered": strangers_answered(outcome),
    }


def show_set(name: str, outcomes: Outcomes) -> None:
    """Print the tables of one set of questions."""
    first = outcomes[OURS]
    title = f"{name}: {len(first.confidences)} questions, {int(first.is_known.sum())} with an article"
    columns = [f"{judge} {column}" for judge in outcomes for column in ("n", "said", "right")]
    show(f"{title}; reliability by tenths of confidence", ("from", *columns), reliability_rows(outcomes))
    columns = [f"{judge}, {column}" for judge in outcomes for column in ("of these", "of all")]
    show(f"{name}: wrong, by share answered", ("answered", *columns), risk_rows(outcomes))
    found = {judge: figures(outcome) for judge, outcome in outcomes.items()}
    rows = [(judge, *("-" if value is None else value for value in row.values())) for judge, row in found.items()]
    show(f"{name}: figures", ("", *found[OURS]), rows)


def reliability_rows(outcomes: Outcomes) -> list[list[object]]:
    """Return a row for each tenth of confidence: of each judge how many, what was said, what was right."""
    by_tenth = zip(*(bins(outcome) for outcome in outcomes.values()), strict=True)
    cells = [[((one.count, one.said, one.right) if one else ("-",) * 3) for one in tenth] for tenth in by_tenth]
    return [[place / 10, *(cell for three in row for cell in three)] for place, row in enumerate(cells)]


def risk_rows(outcomes: Outcomes) -> list[list[object]]:
    """Return a row for each share answered: of each judge how many of these, and of all, are wrong."""
    found = {share: [at_coverage(outcome, share) for outcome in outcomes.values()] for share in _COVERAGES}
    return [[share, *(cell for risk in risks for cell in (risk, risk * share))] for share, risks in found.items()]


if __name__ == "__main__":
    main()
