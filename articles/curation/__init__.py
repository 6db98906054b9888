"""Every write a person makes: judged, corrected, merged, named, taken out, and taken back.

Each function is one act in one transaction. It records a `Decision` with every row before and after
(`articles.curation.trail`), recomputes the partnerships it touches, and marks the articles that have to be read again;
the door that called it nudges a worker for those (`Outcome.articles`). `RefusedError` carries the sentence to show;
`StaleError` says that somebody else was quicker, and what they did.

    queue       which claim a curator gets next
    judging     accept, reject, edit, restore, add a claim
    names       organisations nobody knows, and the names of companies
    companies   a company's fields and its owners over time
    authors     an author's fields
    merging     merge and split companies, merge authors
    articles    correct, restore, take out and put in an article; its authors
    rules       each rule's record, hold and release
    gold        judged articles as labelled examples
    undo        take any decision back
    later       what may stand in its way
    trail       how an act is recorded
"""

from articles.curation.trail import Outcome, RefusedError, StaleError

__all__ = ["Outcome", "RefusedError", "StaleError"]
