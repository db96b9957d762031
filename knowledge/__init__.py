"""The knowledge base: reads Markdown pages into an immutable Library, links and renders them, and shows them.

It knows nothing of decision trees or search; the rooms `wizard` and `search_index` import from here, never the other way.
Only `views.py` and `current.py` know Flask.
"""
