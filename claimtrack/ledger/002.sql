-- Version 2: every change is an entry, sealed by a chain of digests over all rows of all entries up to it; a run is one
-- call that changed the ledger; reviews of claims; how each document was read.
-- A claim as parsed has the review 0. What a review makes of it is a further row with the entry of the review: the last
-- row of a reading's claim counts, and `hidden` holds all others. Like `current` it is derived.

DROP VIEW claim;
DROP TRIGGER reading_counts;
DROP TRIGGER document_stays;
DROP TRIGGER run_stays;
DROP TRIGGER reading_stays;
DROP TRIGGER extracted_kept;
DROP TRIGGER extracted_stays;

CREATE TABLE entry (
  number INTEGER PRIMARY KEY,
  made   TEXT NOT NULL,
  chain  TEXT NOT NULL -- digest of the chain up to the entry before, and of all rows of this one
) STRICT;

ALTER TABLE run ADD COLUMN entry INTEGER NOT NULL DEFAULT 0; -- the first of the run
ALTER TABLE run ADD COLUMN act TEXT NOT NULL DEFAULT 'add'; -- add, reparse, review or undo
ALTER TABLE run ADD COLUMN person TEXT; -- who reviewed or took back
ALTER TABLE run ADD COLUMN undoes INTEGER REFERENCES run (number); -- the run that this one takes back

ALTER TABLE document ADD COLUMN kind TEXT; -- how it was read the first time: html, pdf, feed, ...
ALTER TABLE document ADD COLUMN path TEXT;
ALTER TABLE document ADD COLUMN raw_digest TEXT; -- SHA-256 of the bytes it was read from
ALTER TABLE document ADD COLUMN retrieved TEXT;
ALTER TABLE document ADD COLUMN pages TEXT; -- where each page begins, as JSON
ALTER TABLE document ADD COLUMN date_origin TEXT;
ALTER TABLE document ADD COLUMN date_text TEXT;
ALTER TABLE document ADD COLUMN date_precision TEXT;
ALTER TABLE document ADD COLUMN entry INTEGER NOT NULL DEFAULT 0;

ALTER TABLE reading ADD COLUMN entry INTEGER NOT NULL DEFAULT 0;

UPDATE reading SET entry = number;
UPDATE document SET entry = (SELECT min(entry) FROM reading WHERE document = version);
UPDATE run SET entry = (SELECT coalesce(min(entry), 0) FROM reading WHERE run = run.number);

CREATE INDEX document_entry ON document (entry);
CREATE INDEX reading_entry ON reading (entry);
CREATE INDEX reading_document ON reading (document);

CREATE TABLE review (
  number   INTEGER PRIMARY KEY,
  entry    INTEGER NOT NULL,
  run      INTEGER NOT NULL REFERENCES run (number),
  claim    TEXT NOT NULL,
  document TEXT NOT NULL,
  version  INTEGER NOT NULL REFERENCES document (version),
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  sentence TEXT NOT NULL,
  act      TEXT NOT NULL, -- accept, reject, merge, set or note
  field    TEXT, -- that is set
  value    TEXT -- its value as JSON, the claim merged into, or the note
) STRICT;

CREATE INDEX review_document ON review (document);

CREATE TABLE hidden (
  number INTEGER PRIMARY KEY -- of a row of `extracted` that a later row of the same claim replaces
) STRICT;

CREATE TABLE renewed (
  number         INTEGER PRIMARY KEY,
  reading        INTEGER NOT NULL REFERENCES reading (number),
  review         INTEGER NOT NULL DEFAULT 0,
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
  reviewed       TEXT, -- accepted, changed, rejected, merged; withdrawn: neither the parser's nor a reviewer's any more
  reviewer       TEXT,
  trace          TEXT NOT NULL,
  UNIQUE (reading, id, review)
) STRICT;

INSERT INTO renewed
SELECT
  rowid, reading, 0, id, document, start, "end", figure, quantifier, value, low, high, unit, metric, category, side,
  actor, place, source, source_kind, source_side, via, modality, counting, source_start, source_end, verification,
  verified_by, evidence, evidence_start, evidence_end, as_of, period_start, period_end, part_of, sentence, confidence,
  stance, NULL, NULL, trace
FROM extracted ORDER BY rowid;

DROP TABLE extracted;
ALTER TABLE renewed RENAME TO extracted;

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
CREATE INDEX extracted_review ON extracted (review) WHERE review > 0;

-- The claims that count, one flat row each, in the order of the columns of every output.
CREATE VIEW claim AS
SELECT
  extracted.id, extracted.document, start, "end", figure, quantifier, value, low, high, unit, metric, category, side,
  actor, place, source, source_kind, source_side, via, modality, counting, source_start, source_end, verification,
  verified_by, evidence, evidence_start, evidence_end, as_of, period_start, period_end, part_of, sentence, confidence,
  stance, title, date, publisher, url, reviewed, reviewer, trace
FROM extracted
CROSS JOIN current ON current.reading = extracted.reading
CROSS JOIN document ON document.version = current.version
WHERE extracted.number NOT IN (SELECT number FROM hidden);

CREATE TRIGGER document_stays BEFORE UPDATE ON document BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER run_stays BEFORE UPDATE ON run BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER reading_stays BEFORE UPDATE ON reading BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER extracted_stays BEFORE UPDATE ON extracted BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER extracted_kept BEFORE DELETE ON extracted BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER review_stays BEFORE UPDATE ON review BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER review_kept BEFORE DELETE ON review BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;

-- INSERT OR REPLACE would delete without a trigger: a row must come after all others, and be no row's double.
CREATE TRIGGER document_added BEFORE INSERT ON document
WHEN new.version <= (SELECT max(version) FROM document) OR new.digest IN (SELECT digest FROM document)
BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER run_added BEFORE INSERT ON run
WHEN new.number <= (SELECT max(number) FROM run)
BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER reading_added BEFORE INSERT ON reading
WHEN new.number <= (SELECT max(number) FROM reading)
BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER entry_added BEFORE INSERT ON entry
WHEN new.number <= (SELECT max(number) FROM entry)
BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER review_added BEFORE INSERT ON review
WHEN new.number <= (SELECT max(number) FROM review)
BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER extracted_added BEFORE INSERT ON extracted
WHEN new.number <= (SELECT max(number) FROM extracted) OR EXISTS
  (SELECT 1 FROM extracted WHERE reading = new.reading AND id = new.id AND review = new.review)
BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
