-- What staff set right about the sources. Nothing is changed or deleted: a line that undoes another is a new one.
CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('title', 'publisher', 'date', 'left_out', 'role', 'speaker', 'contact')),
    value TEXT NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    words TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES correction (id)
) STRICT;
CREATE INDEX correction_of_source ON correction (source);

-- Which questions are asked before an index goes live, besides the page's examples: added, or taken out.
CREATE TABLE check_question (
    question TEXT PRIMARY KEY,
    asked INTEGER NOT NULL CHECK (asked IN (0, 1))
) STRICT;

-- Every time that the sources were indexed anew at the desk, and how it ended.
CREATE TABLE rebuild (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'failed', 'unchanged', 'waiting', 'live', 'discarded')),
    before TEXT NOT NULL,
    generation TEXT NOT NULL,
    message TEXT NOT NULL
) STRICT;

-- What the bot of then and the one on the new generation answered.
CREATE TABLE checked_answer (
    rebuild INTEGER NOT NULL REFERENCES rebuild (id),
    question TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (rebuild, question)
) STRICT;
