-- Version 5: what each claim's figure is a figure of, so that the last figures are found without reading all claims.

-- What claims have in common that give figures of one thing in one voice. `number` is a digest of all the rest. Like
-- `current` it is derived.
CREATE TABLE series (
  number      INTEGER PRIMARY KEY,
  metric      TEXT NOT NULL,
  category    TEXT NOT NULL,
  side        TEXT,
  place       TEXT,
  counting    TEXT,
  unit        TEXT NOT NULL,
  modality    TEXT NOT NULL,
  source      TEXT,
  source_kind TEXT,
  source_side TEXT,
  stance      TEXT NOT NULL,
  publisher   TEXT,
  document    TEXT -- only where neither a source nor a publisher speaks
) STRICT;

-- Claims stored by an older claimtrack get theirs when the ledger is brought up: see opening.py.
ALTER TABLE extracted ADD COLUMN series INTEGER;
ALTER TABLE extracted ADD COLUMN said INTEGER; -- a digest of quantifier, value, low and high: equal for equal bounds

CREATE INDEX extracted_series ON extracted (series, as_of, said);
CREATE INDEX current_version ON current (version);
CREATE INDEX document_id ON document (id); -- versions of a document are counted

-- As before, but what breaks it undoes the whole transaction, not the statement alone: so SQLite need not keep a copy of
-- the pages that each statement changes, and claims are stored a quarter faster (with INSERT OR ROLLBACK).
DROP TRIGGER extracted_added;
CREATE TRIGGER extracted_added BEFORE INSERT ON extracted
WHEN new.number <= (SELECT max(number) FROM extracted) OR EXISTS
  (SELECT 1 FROM extracted WHERE reading = new.reading AND id = new.id AND review = new.review)
BEGIN SELECT raise(ROLLBACK, 'a ledger only grows'); END;

-- Fewer and larger merges of what was indexed: to add is a good deal faster, to look up hardly slower.
INSERT INTO sentence_words (sentence_words, rank) VALUES ('automerge', 16);
INSERT INTO document_words (document_words, rank) VALUES ('automerge', 16);
INSERT INTO sentence_words (sentence_words, rank) VALUES ('hashsize', 16000000); -- bytes in memory until they are written
INSERT INTO document_words (document_words, rank) VALUES ('hashsize', 16000000);
