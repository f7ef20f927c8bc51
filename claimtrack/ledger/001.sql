-- A ledger: what was read (document), by which words and rules (run, reading), and what that found (extracted).
-- Rows are only ever added. A document read anew, or changed under the same id, gets a new reading, and `current` tells
-- which reading of an id counts; it is derived, and could be made again from `reading`.

CREATE TABLE document (
  version   INTEGER PRIMARY KEY,
  id        TEXT NOT NULL,
  digest    TEXT NOT NULL UNIQUE, -- of everything below and the id: the same content is one row
  title     TEXT,
  date      TEXT,
  publisher TEXT,
  author    TEXT,
  url       TEXT,
  text      TEXT NOT NULL
) STRICT;

CREATE TABLE run (
  number     INTEGER PRIMARY KEY,
  version    TEXT NOT NULL, -- of claimtrack
  vocabulary TEXT NOT NULL, -- digest of its words
  begun      TEXT NOT NULL
) STRICT;

CREATE TABLE reading (
  number   INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document (version),
  run      INTEGER NOT NULL REFERENCES run (number)
) STRICT;

CREATE TABLE current (
  reading INTEGER PRIMARY KEY REFERENCES reading (number),
  version INTEGER NOT NULL REFERENCES document (version),
  id      TEXT NOT NULL UNIQUE
) STRICT;

-- Numbers are integers, or reals that print exactly, or else their digits as text.
CREATE TABLE extracted (
  reading        INTEGER NOT NULL REFERENCES reading (number),
  id             TEXT NOT NULL,
  document       TEXT NOT NULL,
  start          INTEGER NOT NULL,
  "end"          INTEGER NOT NULL,
  figure         TEXT NOT NULL,
  quantifier     TEXT NOT NULL,
  value          ANY,
  low            ANY,
  high           ANY,
  unit           TEXT NOT NULL,
  metric         TEXT NOT NULL,
  category       TEXT NOT NULL,
  side           TEXT,
  actor          TEXT,
  place          TEXT,
  source         TEXT,
  source_kind    TEXT,
  source_side    TEXT,
  via            TEXT,
  modality       TEXT NOT NULL,
  counting       TEXT,
  source_start   INTEGER,
  source_end     INTEGER,
  verification   TEXT NOT NULL,
  verified_by    TEXT,
  evidence       TEXT,
  evidence_start INTEGER,
  evidence_end   INTEGER,
  as_of          TEXT,
  period_start   TEXT,
  period_end     TEXT,
  part_of        TEXT,
  sentence       TEXT NOT NULL,
  confidence     REAL NOT NULL,
  stance         TEXT NOT NULL,
  trace          TEXT NOT NULL,
  UNIQUE (reading, id)
) STRICT;

CREATE INDEX extracted_order ON extracted (as_of, document, start);
CREATE INDEX extracted_id ON extracted (id);
CREATE INDEX extracted_document ON extracted (document, start);
CREATE INDEX extracted_metric ON extracted (metric, as_of);
CREATE INDEX extracted_category ON extracted (category, as_of);
CREATE INDEX extracted_verification ON extracted (verification, as_of);
CREATE INDEX extracted_source ON extracted (source, as_of);
CREATE INDEX extracted_source_side ON extracted (source_side, as_of);
CREATE INDEX extracted_side ON extracted (side, as_of);
CREATE INDEX extracted_place ON extracted (place, as_of);
CREATE INDEX document_publisher ON document (publisher);

-- The claims that count, one flat row each, in the order of the columns of every output.
CREATE VIEW claim AS
SELECT
  extracted.id, extracted.document, start, "end", figure, quantifier, value, low, high, unit, metric, category, side,
  actor, place, source, source_kind, source_side, via, modality, counting, source_start, source_end, verification,
  verified_by, evidence, evidence_start, evidence_end, as_of, period_start, period_end, part_of, sentence, confidence,
  stance, title, date, publisher, url, trace
FROM extracted
CROSS JOIN current ON current.reading = extracted.reading
CROSS JOIN document ON document.version = current.version;

CREATE TRIGGER reading_counts AFTER INSERT ON reading BEGIN
  DELETE FROM current WHERE id = (SELECT id FROM document WHERE version = new.document);
  INSERT INTO current (reading, version, id) SELECT new.number, version, id FROM document WHERE version = new.document;
END;

CREATE TRIGGER document_stays BEFORE UPDATE ON document BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER document_kept BEFORE DELETE ON document BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER run_stays BEFORE UPDATE ON run BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER run_kept BEFORE DELETE ON run BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER reading_stays BEFORE UPDATE ON reading BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER reading_kept BEFORE DELETE ON reading BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER extracted_stays BEFORE UPDATE ON extracted BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER extracted_kept BEFORE DELETE ON extracted BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
