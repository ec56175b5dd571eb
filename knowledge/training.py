"""Train the ranking from the archive's variants; run as a child process so that its library never stays in memory.

python -m knowledge.training ENTRIES_FOLDER OUT.npz
"""

import sys
from pathlib import Path

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from knowledge.entries import load_archive
from knowledge.ranking import FAMILIES


def train(examples: list[tuple[str, str]], out: Path) -> None:
    """Fit on (label, question) pairs and write names, idf, weights and labels to `out`."""
    labels = [label for label, _ in examples]
    questions = [question for _, question in examples]
    vectorizers = {f: TfidfVectorizer(analyzer=grams, sublinear_tf=True) for f, grams in FAMILIES.items()}
    matrix = hstack([vectorizer.fit_transform(questions) for vectorizer in vectorizers.values()]).tocsr()
    model = LinearSVC(C=1.0, random_state=0).fit(matrix, labels)
    names = [f"{f}{name}" for f, vectorizer in vectorizers.items() for name in vectorizer.get_feature_names_out()]
    unfinished = out.with_suffix(".part.npz")
    np.savez(
        unfinished,
        labels=np.array(model.classes_, dtype=np.str_),
        # One byte string instead of an array of strings: every cell of the latter is as wide as the longest name.
        names=np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8),
        idf=np.concatenate([vectorizer.idf_ for vectorizer in vectorizers.values()]).astype(np.float32),
        weights=model.coef_.T.astype(np.float16),
        bias=model.intercept_.astype(np.float32),
    )
    unfinished.replace(out)


if __name__ == "__main__":
    train(list(load_archive(Path(sys.argv[1])).examples()), Path(sys.argv[2]))
