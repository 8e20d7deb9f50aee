-- What a file shows, for whoever cannot see it: said by the unit that keeps it.
ALTER TABLE files.file ADD COLUMN alt text CHECK (length(alt) BETWEEN 1 AND 500);

-- A unit lists what was stored for its purposes, newest first; what was made of a picture is not listed.
CREATE INDEX file_by_purpose ON files.file (purpose, id DESC) WHERE variant_of IS NULL;
