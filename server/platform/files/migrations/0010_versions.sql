-- What a file showed before, or is about to show: rows beside it, each with its own bytes and variants. The file keeps its id, and its
-- own row is always the one that is shown. A number is given once: newest_version is the last one of a file.
ALTER TABLE files.file
  ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0),
  ADD COLUMN newest_version integer NOT NULL DEFAULT 1 CHECK (newest_version > 0),
  ADD COLUMN version_of uuid REFERENCES files.file (id) ON DELETE CASCADE,
  ADD COLUMN restored_from integer CHECK (restored_from > 0),
  ADD COLUMN superseded_at timestamptz,
  ADD CONSTRAINT file_version_is_no_variant CHECK (version_of IS NULL OR variant_of IS NULL);

CREATE UNIQUE INDEX file_version_once ON files.file (version_of, version) WHERE version_of IS NOT NULL;
CREATE INDEX file_superseded ON files.file (superseded_at) WHERE superseded_at IS NOT NULL;

-- The file that an upload gives new content, and its newest version when that was announced.
ALTER TABLE files.upload
  ADD COLUMN replaces_id uuid,
  ADD COLUMN replaces_version integer,
  ADD CONSTRAINT upload_replaces CHECK (num_nonnulls(replaces_id, replaces_version) IN (0, 2));
