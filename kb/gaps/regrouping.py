"""New questions are put into gaps: read, held against each other, and written, so that nobody waits meanwhile."""

from collections.abc import Callable, Sequence
from datetime import datetime

from kb.encoder import Matrix
from kb.gaps.grouping import grouped, signatures
from kb.gaps.reporting import WINDOW
from support.askings import GAPS, Asking
from support.ports import Books

Encode = Callable[[Sequence[Asking]], Matrix]
"""Returns (n, dim) float32 of length 1, without what each language's texts share."""


def regroup(books: Books, encode: Encode, now: datetime) -> int:
    """Put what was asked in vain, and is in no gap yet, into old gaps and new ones; return how many questions."""
    with books.reading() as uow:
        askings, gaps = uow.askings.ungrouped(now - WINDOW, GAPS), uow.gaps.all()
    known = {gap.id for gap in gaps}
    found = list(grouped(askings, gaps, signatures(askings, encode(askings)))) if askings else []
    with books.writing() as uow:
        for gap, ids in found:
            if gap.id not in known:
                known.add(gap.id)
                uow.gaps.put(gap)
            uow.askings.group(ids, gap.id)
        uow.gaps.forget_empty()
        uow.commit()
    return len(askings)
