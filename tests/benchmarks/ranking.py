"""Right at first place, and how fast, beside what one would take from the shelf; all in one run on the same questions.

python -m tests.benchmarks.ranking
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.entries import load_archive
from knowledge.ranking import Ranker
from knowledge.text import words
from knowledge.training import train

QUESTIONS = Path(__file__).parent.parent / "evaluation" / "questions.yaml"
OUT = "ngoai-pham-vi"
Rank = Callable[[str], list[str]]


def folded(text: str) -> str:
    """The folded words of a text, the common ground of all rivals."""
    return " ".join(words(text))


def by_likeness(scorer: Callable[..., float], examples: list[tuple[str, str]]) -> Rank:
    """Topics in the order of their most alike variant."""
    labels, texts = [label for label, _ in examples], [folded(text) for _, text in examples]

    def rank(text: str) -> list[str]:
        found = process.extract(folded(text), texts, scorer=scorer, limit=60)
        return list(dict.fromkeys(labels[place] for _, _, place in found))

    return rank


def by_tfidf(examples: list[tuple[str, str]]) -> Rank:
    """Topics in the order of their nearest variant by weighted folded syllables."""
    vectorizer = TfidfVectorizer(analyzer=words, sublinear_tf=True)
    matrix = vectorizer.fit_transform([text for _, text in examples])
    labels = [label for label, _ in examples]

    def rank(text: str) -> list[str]:
        scores = (matrix @ vectorizer.transform([text]).T).toarray()[:, 0]
        return list(dict.fromkeys(labels[place] for place in (-scores).argsort()[:60]))

    return rank


def ours(examples: list[tuple[str, str]]) -> Rank:
    """The ranking of the house."""
    with tempfile.TemporaryDirectory() as folder:
        train(examples, Path(folder) / "index.npz")
        ranker = Ranker(Path(folder) / "index.npz")
    return lambda text: [item.label for item in ranker.rank(text)]


def main() -> None:
    """Print the table of the README."""
    examples = list(load_archive().examples())
    asked = [q for q in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8")) if OUT not in q["accepts"]]
    rivals = {
        "this house": ours(examples),
        "rapidfuzz WRatio": by_likeness(fuzz.WRatio, examples),
        "rapidfuzz token_set_ratio": by_likeness(fuzz.token_set_ratio, examples),
        "TF-IDF on folded syllables, nearest variant": by_tfidf(examples),
    }
    print(f"{len(asked)} questions, {len(examples)} examples\n")
    print("| | right first | in first three | ms a question | × our time |\n|---|---|---|---|---|")
    base = 0.0
    for name, rank in rivals.items():
        began = time.perf_counter()
        ranked = [rank(question["text"]) for question in asked]
        spent = (time.perf_counter() - began) * 1000 / len(asked)
        base = base or spent
        first = sum(r[:1] != [] and r[0] in q["accepts"] for r, q in zip(ranked, asked, strict=True)) / len(asked)
        three = sum(bool(set(r[:3]) & set(q["accepts"])) for r, q in zip(ranked, asked, strict=True)) / len(asked)
        print(f"| {name} | {first:.1%} | {three:.1%} | {spent:.2f} | {spent / base:.1f} |")


if __name__ == "__main__":
    main()
