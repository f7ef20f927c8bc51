-- Version 7: the highest and lowest figures are found in an index; an index of fewer claims.

-- With the value, so that to sort by it no claim need be read that is not shown.
DROP INDEX extracted_series;
CREATE INDEX extracted_series ON extracted (series, as_of, said, value);

-- Most claims are `unstated`: who asks for these soon meets them in any order. Without them the index is small, and adding
-- to it cheap; questions.py tells SQLite that it may be used.
DROP INDEX extracted_verification;
CREATE INDEX extracted_verification ON extracted (verification, as_of) WHERE verification <> 'unstated';
