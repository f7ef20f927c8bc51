-- Version 3: the further places where an article was found; which texts are copies of one another.

-- A text that was found again, word for word, at another address of the same outlet.
CREATE TABLE place (
  number     INTEGER PRIMARY KEY,
  entry      INTEGER NOT NULL,
  run        INTEGER NOT NULL REFERENCES run (number),
  version    INTEGER NOT NULL REFERENCES document (version),
  title      TEXT,
  date       TEXT,
  publisher  TEXT,
  author     TEXT,
  url        TEXT,
  path       TEXT,
  raw_digest TEXT,
  retrieved  TEXT
) STRICT;

CREATE INDEX place_entry ON place (entry);
CREATE INDEX place_version ON place (version);
CREATE INDEX place_url ON place (url);
CREATE INDEX place_path ON place (path);
CREATE INDEX document_url ON document (url);
CREATE INDEX document_path ON document (path);

CREATE TRIGGER place_stays BEFORE UPDATE ON place BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER place_kept BEFORE DELETE ON place BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;
CREATE TRIGGER place_added BEFORE INSERT ON place
WHEN new.number <= (SELECT max(number) FROM place)
BEGIN SELECT raise(ABORT, 'a ledger only grows'); END;

-- What follows is derived: it could be made again from the texts.

CREATE TABLE likeness (
  version INTEGER PRIMARY KEY REFERENCES document (version),
  text    TEXT NOT NULL, -- digest of the text alone
  agency  TEXT -- that the article says its words are of
) STRICT;

CREATE INDEX likeness_text ON likeness (text);
CREATE INDEX likeness_agency ON likeness (agency) WHERE agency IS NOT NULL;

-- A sample of the runs of words of each text, by which texts that share many are found.
CREATE TABLE shingle (
  hash    INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (hash, version)
) STRICT, WITHOUT ROWID;

-- Texts of different outlets of which much is the same: `share` of the shorter, from 0 to 1.
CREATE TABLE copy (
  version INTEGER NOT NULL REFERENCES document (version),
  earlier INTEGER NOT NULL REFERENCES document (version),
  share   REAL NOT NULL,
  PRIMARY KEY (version, earlier)
) STRICT, WITHOUT ROWID;

CREATE INDEX copy_earlier ON copy (earlier);
