"""The sentences of answers from plans; for knowledge.plan_answers and the modules beside this one."""

from pathlib import Path

from knowledge.phrases import load_phrases

SAY = load_phrases(Path(__file__).with_name("phrases") / "answers.yaml")
