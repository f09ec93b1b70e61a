-- What visitors think of answers; never the question.
CREATE TABLE rating (
    day TEXT NOT NULL,
    generation TEXT NOT NULL,
    kind TEXT NOT NULL,
    refused_for TEXT NOT NULL,
    sources TEXT NOT NULL,
    helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
    complaint TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
