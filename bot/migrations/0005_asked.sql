-- What was asked on the citizens' page: how often in a week (the day it began on), and never in whose words.
CREATE TABLE asked (
    week TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    language TEXT NOT NULL,
    generation TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (week, kind, reason, language, generation)
) STRICT;

-- The words of questions that were refused or badly rated, masked, where they are kept at all, and until they are
-- deleted. The token is known to the page of whoever asked; the vector is the encoder's, for grouping by meaning.
-- The last two say what became of it when it was tried again, and with which index.
CREATE TABLE kept_question (
    id INTEGER PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    day TEXT NOT NULL,
    question TEXT NOT NULL,
    language TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    generation TEXT NOT NULL,
    badly_rated INTEGER NOT NULL CHECK (badly_rated IN (0, 1)),
    source TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    encoder TEXT NOT NULL,
    vector BLOB NOT NULL,
    outcome TEXT NOT NULL DEFAULT '',
    tried_generation TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX kept_question_day ON kept_question (day);

-- What staff think of an answer, and which words of the sources are right: cases for the evaluation.
CREATE TABLE review (
    id INTEGER PRIMARY KEY,
    question TEXT NOT NULL,
    language TEXT NOT NULL,
    answer TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('right', 'wrong', 'incomplete')),
    unanswerable INTEGER NOT NULL CHECK (unanswerable IN (0, 1)),
    facts TEXT NOT NULL,
    generation TEXT NOT NULL,
    name TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE review_words (
    id INTEGER PRIMARY KEY,
    review INTEGER NOT NULL REFERENCES review (id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    role TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    UNIQUE (review, source, start, "end")
) STRICT;
