-- Which pictures and files each version names, so that none is removed that a version needs.
CREATE TABLE content.version_file (
  file_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  number integer NOT NULL,
  PRIMARY KEY (file_id, entry_id, number),
  FOREIGN KEY (entry_id, number) REFERENCES content.version (entry_id, number) ON DELETE CASCADE
);

CREATE INDEX version_file_by_version ON content.version_file (entry_id, number);

-- Of the versions written before: every id in them. Those of entries are the id of no file.
INSERT INTO content.version_file (file_id, entry_id, number)
  SELECT DISTINCT found[1]::uuid, entry_id, number FROM content.version,
    regexp_matches(fields::text || coalesce(seo::text, ''), '"([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"', 'gi') AS found;
