"""What is in the index, without loading a model."""

import hashlib
from collections import Counter
from pathlib import Path

from index.errors import UsageError
from index.records import read_documents
from index.store import DOCUMENTS, current_generation, verified


def status(home: Path) -> dict[str, object]:
    """Return the current generation's facts and its documents with role counts; hashes are checked."""
    folder = current_generation(home)
    facts = dict(verified(folder).facts)
    documents = [
        {
            "source": document.source,
            "title": document.title,
            "publisher": document.publisher,
            "date": document.date,
            "characters": len(document.text),
            "digest": hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
            "pages": len(document.pages),
            "warnings": list(document.warnings),
            "roles": dict(sorted(Counter(block.role for block in document.blocks).items())),
        }
        for document in read_documents(folder / DOCUMENTS)
    ]
    return {"home": str(home), "generation": folder.name, **facts, "contents": documents}


def document_text(home: Path, source: str) -> str:
    """Return a document's canonical text; raises `UsageError` for a source that is not in the index."""
    folder = current_generation(home)
    verified(folder)
    for document in read_documents(folder / DOCUMENTS):
        if document.source == source:
            return document.text
    raise UsageError(f"There is no document '{source}' in the index. 'wijkwijzer index status' lists them.")
