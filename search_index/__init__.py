"""Search in Dutch: the analysis of words, an index of everything that can be found, and the questions people ask it.

It may use `knowledge`, never `wizard` or `publishing`: trees arrive as `knowledge.findable.Findable`, like pages.
Only `views.py`, `api.py` and `current.py` know Flask, only `word_index.py` knows Whoosh, and only `usage.py` SQLite.
"""
