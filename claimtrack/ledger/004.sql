-- Version 4: words by which sentences and texts are found; views to read.

-- Folded as names are (names.py), so that case and accents do not count. They hold no text of their own; their rows have
-- the numbers of the rows they are of. Like all that is derived they could be made again.
CREATE VIRTUAL TABLE sentence_words USING fts5 (
  sentence, content = '', tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
CREATE VIRTUAL TABLE document_words USING fts5 (
  text, content = '', tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);

-- The claims that count, one flat row each, in the order of the columns of every output, with the number of the row.
DROP VIEW claim;
CREATE VIEW numbered_claim AS
SELECT
  extracted.number, extracted.id, extracted.document, start, "end", figure, quantifier, value, low, high, unit, metric,
  category, side, actor, place, source, source_kind, source_side, via, modality, counting, source_start, source_end,
  verification, verified_by, evidence, evidence_start, evidence_end, as_of, period_start, period_end, part_of, sentence,
  confidence, stance, title, date, publisher, url, reviewed, reviewer, trace
FROM extracted
CROSS JOIN current ON current.reading = extracted.reading
CROSS JOIN document ON document.version = current.version
WHERE extracted.number NOT IN (SELECT number FROM hidden);

-- The same for everyone: this is the view to ask with any SQLite tool.
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
