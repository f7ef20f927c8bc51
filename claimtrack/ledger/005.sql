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

DROP TRIGGER extracted_stays;
ALTER TABLE extracted ADD COLUMN series INTEGER;
ALTER TABLE extracted ADD COLUMN said INTEGER; -- a digest of quantifier, value, low and high: equal for equal bounds
UPDATE extracted SET said = figure_number(quantifier, value, low, high), series = series_number(
  metric, category, side, place, counting, unit, modality, source, source_kind, source_side, stance,
  (SELECT publisher FROM document JOIN reading ON reading.document = version WHERE reading.number = extracted.reading),
  document
);
CREATE TRIGGER extracted_stays BEFORE UPDATE ON extracted BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;

INSERT INTO series
SELECT DISTINCT
  series, metric, category, side, place, counting, unit, modality, source, source_kind, source_side, stance,
  document.publisher, CASE WHEN source IS NULL AND document.publisher IS NULL THEN extracted.document END
FROM extracted
JOIN reading ON reading.number = extracted.reading
JOIN document ON version = reading.document;

CREATE INDEX extracted_series ON extracted (series, as_of, said);
CREATE INDEX current_version ON current (version);

-- Fewer and larger merges of what was indexed: to add is a good deal faster, to look up hardly slower.
INSERT INTO sentence_words (sentence_words, rank) VALUES ('automerge', 16);
INSERT INTO document_words (document_words, rank) VALUES ('automerge', 16);
