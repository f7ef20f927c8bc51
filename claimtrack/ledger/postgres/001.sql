-- A ledger in PostgreSQL, version 1: the tables and views of an SQLite ledger of version 5, where each is explained.
-- Text is compared by its code points, in whatever language the database was made.

CREATE DOMAIN string AS text COLLATE "C";

CREATE TABLE ledger_version (
  version integer PRIMARY KEY
);
INSERT INTO ledger_version VALUES (1);

CREATE TABLE entry (
  number bigint PRIMARY KEY,
  made   string NOT NULL,
  chain  string NOT NULL -- digest of the chain up to the entry before, and of all rows of this one
);

CREATE TABLE run (
  number     bigint PRIMARY KEY,
  entry      bigint NOT NULL, -- the first of the run
  version    string NOT NULL, -- of claimtrack
  vocabulary string NOT NULL, -- digest of its words
  begun      string NOT NULL,
  act        string NOT NULL, -- add, reparse, review or undo
  person     string, -- who reviewed or took back
  undoes     bigint REFERENCES run (number) -- the run that this one takes back
);

CREATE TABLE document (
  version        bigint PRIMARY KEY,
  entry          bigint NOT NULL,
  id             string NOT NULL,
  digest         string NOT NULL UNIQUE, -- of id, headers and text: the same content is one row
  title          string,
  date           string,
  publisher      string,
  author         string,
  url            string,
  kind           string, -- how it was read the first time: html, pdf, feed, ...
  path           string,
  raw_digest     string, -- SHA-256 of the bytes it was read from
  retrieved      string,
  pages          string, -- where each page begins, as JSON
  date_origin    string,
  date_text      string,
  date_precision string,
  text           string NOT NULL
);

CREATE INDEX document_id ON document (id);
CREATE INDEX document_entry ON document (entry);
CREATE INDEX document_publisher ON document (publisher);
CREATE INDEX document_url ON document USING hash (url); -- addresses may be longer than other indexes take
CREATE INDEX document_path ON document USING hash (path);

-- A text that was found again, word for word, at another address of the same outlet.
CREATE TABLE place (
  number     bigint PRIMARY KEY,
  entry      bigint NOT NULL,
  run        bigint NOT NULL REFERENCES run (number),
  version    bigint NOT NULL REFERENCES document (version),
  title      string,
  date       string,
  publisher  string,
  author     string,
  url        string,
  path       string,
  raw_digest string,
  retrieved  string
);

CREATE INDEX place_entry ON place (entry);
CREATE INDEX place_version ON place (version);
CREATE INDEX place_url ON place USING hash (url);
CREATE INDEX place_path ON place USING hash (path);

CREATE TABLE reading (
  number   bigint PRIMARY KEY,
  entry    bigint NOT NULL,
  document bigint NOT NULL REFERENCES document (version),
  run      bigint NOT NULL REFERENCES run (number)
);

CREATE INDEX reading_entry ON reading (entry);
CREATE INDEX reading_document ON reading (document);
CREATE INDEX reading_run ON reading (run);

CREATE TABLE review (
  number   bigint PRIMARY KEY,
  entry    bigint NOT NULL,
  run      bigint NOT NULL REFERENCES run (number),
  claim    string NOT NULL,
  document string NOT NULL,
  version  bigint NOT NULL REFERENCES document (version),
  start    bigint NOT NULL,
  "end"    bigint NOT NULL,
  sentence string NOT NULL,
  act      string NOT NULL, -- accept, reject, merge, set or note
  field    string, -- that is set
  value    string -- its value as JSON, the claim merged into, or the note
);

CREATE INDEX review_document ON review (document);

-- A claim as parsed has the review 0; what a review makes of it is a further row with the entry of the review.
CREATE TABLE extracted (
  number         bigint PRIMARY KEY,
  reading        bigint NOT NULL REFERENCES reading (number),
  review         bigint NOT NULL,
  id             string NOT NULL,
  document       string NOT NULL,
  start          bigint NOT NULL,
  "end"          bigint NOT NULL,
  figure         string NOT NULL,
  quantifier     string NOT NULL,
  value          numeric,
  low            numeric,
  high           numeric,
  unit           string NOT NULL,
  metric         string NOT NULL,
  category       string NOT NULL,
  side           string,
  actor          string,
  place          string,
  source         string,
  source_kind    string,
  source_side    string,
  via            string,
  modality       string NOT NULL,
  counting       string,
  source_start   bigint,
  source_end     bigint,
  verification   string NOT NULL,
  verified_by    string,
  evidence       string,
  evidence_start bigint,
  evidence_end   bigint,
  as_of          string,
  period_start   string,
  period_end     string,
  part_of        string,
  sentence       string NOT NULL,
  confidence     double precision NOT NULL,
  stance         string NOT NULL,
  reviewed       string, -- accepted, changed, rejected, merged; withdrawn: neither the parser's nor a reviewer's any more
  reviewer       string,
  trace          string NOT NULL,
  series         bigint NOT NULL, -- derived: the number of what it has in common with others
  said           bigint NOT NULL, -- derived: a digest of quantifier, value, low and high
  UNIQUE (reading, id, review)
);

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
CREATE INDEX extracted_series ON extracted (series, as_of) INCLUDE (said, number);
CREATE INDEX extracted_review ON extracted (review) WHERE review > 0;

-- What follows is derived: it could be made again.

-- Which reading of an id counts.
CREATE TABLE current (
  reading bigint PRIMARY KEY REFERENCES reading (number),
  version bigint NOT NULL REFERENCES document (version),
  id      string NOT NULL UNIQUE
);

CREATE INDEX current_version ON current (version);

CREATE TABLE hidden (
  number bigint PRIMARY KEY -- of a row of extracted that a later row of the same claim replaces
);

CREATE TABLE likeness (
  version bigint PRIMARY KEY REFERENCES document (version),
  text    string NOT NULL, -- digest of the text alone
  agency  string -- that the article says its words are of
);

CREATE INDEX likeness_text ON likeness (text);
CREATE INDEX likeness_agency ON likeness (agency) WHERE agency IS NOT NULL;

-- A sample of the runs of words of each text, by which texts that share many are found.
CREATE TABLE shingle (
  hash    bigint NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (hash, version)
);

-- Texts of different outlets of which much is the same: `share` of the shorter, from 0 to 1.
CREATE TABLE copy (
  version bigint NOT NULL REFERENCES document (version),
  earlier bigint NOT NULL REFERENCES document (version),
  share   double precision NOT NULL,
  PRIMARY KEY (version, earlier)
);

CREATE INDEX copy_earlier ON copy (earlier);

-- What claims have in common that give figures of one thing in one voice. `number` is a digest of all the rest.
CREATE TABLE series (
  number      bigint PRIMARY KEY,
  metric      string NOT NULL,
  category    string NOT NULL,
  side        string,
  place       string,
  counting    string,
  unit        string NOT NULL,
  modality    string NOT NULL,
  source      string,
  source_kind string,
  source_side string,
  stance      string NOT NULL,
  publisher   string,
  document    string -- only where neither a source nor a publisher speaks
);

-- Texts folded as names are (names.py), so that case and accents do not count, and their words, each once. A word is
-- looked up in the index; that words stand side by side is seen in the text.
CREATE TABLE sentence_words (
  number bigint PRIMARY KEY, -- of a row of extracted
  folded text NOT NULL,
  words  tsvector NOT NULL
);
CREATE TABLE document_words (
  number bigint PRIMARY KEY, -- the version of a document
  folded text NOT NULL,
  words  tsvector NOT NULL
);

CREATE INDEX sentence_words_words ON sentence_words USING gin (words);
CREATE INDEX document_words_words ON document_words USING gin (words);

-- The claims that count, one flat row each, in the order of the columns of every output, with the number of the row.
CREATE VIEW numbered_claim AS
SELECT
  extracted.number, extracted.id, extracted.document, start, "end", figure, quantifier, value, low, high, unit, metric,
  category, side, actor, place, source, source_kind, source_side, via, modality, counting, source_start, source_end,
  verification, verified_by, evidence, evidence_start, evidence_end, as_of, period_start, period_end, part_of, sentence,
  confidence, stance, title, date, publisher, url, reviewed, reviewer, trace
FROM extracted
JOIN current ON current.reading = extracted.reading
JOIN document ON document.version = current.version
WHERE NOT EXISTS (SELECT 1 FROM hidden WHERE hidden.number = extracted.number);

-- The same for everyone: this is the view to ask with any tool.
CREATE VIEW claim AS
SELECT
  id, document, start, "end", figure, quantifier, value, low, high, unit, metric, category, side, actor, place, source,
  source_kind, source_side, via, modality, counting, source_start, source_end, verification, verified_by, evidence,
  evidence_start, evidence_end, as_of, period_start, period_end, part_of, sentence, confidence, stance, title, date,
  publisher, url, reviewed, reviewer, trace
FROM numbered_claim;

-- Who asserts what, how often, from when to when.
CREATE VIEW source AS
SELECT
  source, source_kind, source_side, metric, category, side, count(*) AS claims, count(DISTINCT document) AS documents,
  min(as_of) AS first, max(as_of) AS last
FROM claim
WHERE metric <> 'other' AND (reviewed IS NULL OR reviewed IN ('accepted', 'changed'))
GROUP BY source, source_kind, source_side, metric, category, side;

-- Every run that changed the ledger, with the one that took it back.
CREATE VIEW history AS
SELECT
  number, begun, act, person, version, vocabulary, undoes,
  (SELECT max(number) FROM run AS later WHERE later.undoes = run.number) AS undone_by
FROM run;

-- Rows are only ever added.
CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a ledger only grows'; END $$;

CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON entry EXECUTE FUNCTION only_grows();
CREATE TRIGGER run_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON run EXECUTE FUNCTION only_grows();
CREATE TRIGGER document_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON document EXECUTE FUNCTION only_grows();
CREATE TRIGGER place_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON place EXECUTE FUNCTION only_grows();
CREATE TRIGGER reading_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON reading EXECUTE FUNCTION only_grows();
CREATE TRIGGER review_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON review EXECUTE FUNCTION only_grows();
CREATE TRIGGER extracted_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON extracted EXECUTE FUNCTION only_grows();
