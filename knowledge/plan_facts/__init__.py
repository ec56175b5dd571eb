"""The facts of a reviewed plan as small documents that questions are matched with; knowledge.plan_answers asks here."""
