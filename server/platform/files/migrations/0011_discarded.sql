-- A file that was removed, for as long as it can be brought back; then it goes with its versions, its variants and its bytes.
ALTER TABLE files.file
  ADD COLUMN discarded_at timestamptz,
  ADD CONSTRAINT file_discarded_whole CHECK (discarded_at IS NULL OR num_nonnulls(version_of, variant_of) = 0);

CREATE INDEX file_discarded ON files.file (discarded_at) WHERE discarded_at IS NOT NULL;
