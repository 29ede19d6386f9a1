"""What a queue says about itself: what was left out of it, and why it is empty."""

from dataclasses import dataclass

from classifier.likely_errors import FEWEST
from classifier.pages.parts.numbers import count
from classifier.queues import Queue
from classifier.review import Review
from classifier.texts import Texts


@dataclass(frozen=True)
class About:
    """``note`` stands above the answers ("" when there is nothing to say), ``empty`` in their place without any."""

    note: str
    empty: str


def about(queue: Queue, review: Review, texts: Texts) -> About:
    """The words for a queue of this review."""
    lacking = queue.lacking(review)
    if not lacking:
        return About("", texts(queue.empty))
    if len(lacking) == len(review.codebook.facets):
        most = count(max(lacking.values()), texts)
        return About("", texts("nakijken.queue.too_few", fewest=FEWEST, count=most))
    named = [
        texts("nakijken.queue.so_many", facet=review.codebook.facet(key).text("name", texts.language), count=number)
        for key, number in lacking.items()
    ]
    few = texts("nakijken.queue.too_few_for", fewest=FEWEST, facets=", ".join(named))
    return About(few, texts(queue.empty))
