"""Facts out of a document: targets, tasks and reporting duties, each with its place, its quote and a confidence.

The door is `reading.read_plan`. A word that plans use and nobody has thought of yet goes into a list (`*.yaml`).
"""
