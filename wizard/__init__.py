"""Decision trees: the model that editors write in YAML, the walk, the check, and the pages that ask and answer.

It may use `knowledge`, never `search_index` or `publishing`. Only `views.py`, `api.py`, `forms.py` and `answer_stores.py` know Flask.
"""
