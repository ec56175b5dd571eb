"""The words that extracted facts themselves say: names of places in a plan and of areas. For this folder only."""

from pathlib import Path

from knowledge.phrases import load_phrases

SAY = load_phrases(Path(__file__).parents[1] / "phrases" / "extraction.yaml")
OPENING = SAY("place.opening")
CLOSING = SAY("place.closing")
