"""The catalogue that is shipped with the project: CSV files in ``data/``, how they are read and how they are loaded.

``docs/data.md`` says what every file and column means.
"""
