-- Version 6: names are looked up among the series, which are few, and no longer among the claims.

-- Each made every claim that is added a good deal dearer.
DROP INDEX extracted_metric;
DROP INDEX extracted_category;
DROP INDEX extracted_source;
DROP INDEX extracted_source_side;
DROP INDEX extracted_side;
DROP INDEX extracted_place;

CREATE INDEX series_metric ON series (metric);
CREATE INDEX series_category ON series (category);
CREATE INDEX series_source ON series (source);
CREATE INDEX series_source_side ON series (source_side);
CREATE INDEX series_side ON series (side);
CREATE INDEX series_place ON series (place);
CREATE INDEX series_publisher ON series (publisher);
