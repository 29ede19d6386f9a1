import numpy as np


def words_behind(model, text: str, facet: str, label: str) -> list[str]:
    (judgement,) = model.classify([text], evidence=True)
    return [text[word.start : word.end] for word in judgement.evidence[facet].get(label, ())]


def test_evidence_points_at_the_words_of_the_theme(model):
    text = "op een maandag rustig blijven en elkaar laten uitpraten"
    assert "uitpraten" in words_behind(model, text, "themas", "luisteren")


def test_evidence_spans_lie_in_the_answer_and_share_out_one(model):
    texts = [
        "  Ik vraag altijd nog even door!",
        "begrip tonen, afspraken nakomen; terugbellen",
        "weet ik niet",
    ]
    for text, judgement in zip(texts, model.classify(texts, evidence=True), strict=True):
        for labels in judgement.evidence.values():
            for found in labels.values():
                assert all(text[word.start : word.end].strip() for word in found)
                assert sum(word.weight for word in found) <= 1.001


def test_taking_evidence_away_costs_more_than_taking_other_words_away(model):
    """The faithfulness test of DeYoung et al. 2020 (ERASER), on themes."""
    texts = [
        "als iemand boos is blijf ik rustig en laat ik hem eerst uitpraten",
        "ik kom mijn afspraken na en bel altijd terug voor het weekend",
        "zelf met een oplossing komen als het niet op de gewone manier kan",
        "na een half jaar vragen of de klant tevreden is en wat er beter kan",
        "durven zeggen dat iets niet kan en niet alles beloven",
    ]
    facet = model.codebook.by_chart("bars")[0]
    drops, others = [], []
    for text, judgement in zip(texts, model.classify(texts, evidence=True), strict=True):
        for label in judgement.labels[facet.key]:
            spans = [(word.start, word.end) for word in judgement.evidence[facet.key][label]]
            score = judgement.scores[facet.key][label]
            drops.append(score - _score_without(model, text, spans, facet.key, label))
            others.append(score - _score_without(model, text, _other_spans(text, spans), facet.key, label))
    assert np.mean(drops) > np.mean(others) + 0.1


def _score_without(model, text: str, spans: list[tuple[int, int]], facet: str, label: str) -> float:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return next(model.classify([text])).scores[facet][label]


def _other_spans(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """As many words, none of them evidence, from the end of the answer."""
    found, position = [], 0
    for word in text.split():
        start = text.index(word, position)
        position = start + len(word)
        if all(position <= low or start >= high for low, high in spans):
            found.append((start, position))
    return found[-len(spans) :]
