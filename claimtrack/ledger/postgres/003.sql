-- Version 3, as version 7 of an SQLite ledger: the highest and lowest figures are found in an index; an index of fewer
-- claims.

INSERT INTO ledger_version VALUES (3);

DROP INDEX extracted_series;
CREATE INDEX extracted_series ON extracted (series, as_of) INCLUDE (said, number, value);

DROP INDEX extracted_verification;
CREATE INDEX extracted_verification ON extracted (verification, as_of) WHERE verification <> 'unstated';
