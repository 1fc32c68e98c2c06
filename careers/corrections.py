"""What staff corrected in the catalogue: loading and importing ask here before they write."""

from collections import defaultdict

from careers.models import Correction


class Corrections:
    """All corrections, read at once. One query."""

    def __init__(self) -> None:
        self._fields: dict[tuple[str, int], set[str]] = defaultdict(set)
        self.synonyms: set[str] = set()  # terms whose meanings staff made their own
        rows = Correction.objects.values_list("model", "object_id", "field", "object_name", "before")
        for model, object_id, name, object_name, before in rows:
            self._fields[model, object_id].add(name)
            if model == "synonym":
                self.synonyms |= {object_name, before} if name == "term" else {object_name}

    def fields(self, model: str, pk: int) -> set[str]:
        """The fields of one row that staff corrected."""
        return self._fields.get((model, pk), set())

    def owners(self, model: str, joined: str) -> set[int]:
        """Rows of ``model`` whose set of ``joined`` rows staff made their own."""
        return {pk for (name, pk), fields in self._fields.items() if name == model and joined in fields}
