-- A picture that is made anew: where that stands. What is made of it are files beside it, which come and go with it.
ALTER TABLE files.file
  ADD COLUMN image text CHECK (image IN ('pending', 'ready', 'unreadable', 'too-large')),
  ADD COLUMN variant_of uuid REFERENCES files.file (id) ON DELETE CASCADE,
  ADD COLUMN variant text,
  ADD COLUMN width integer CHECK (width > 0),
  ADD COLUMN height integer CHECK (height > 0),
  ADD CONSTRAINT file_variant CHECK (num_nonnulls(variant_of, variant, width, height) IN (0, 4)),
  ADD CONSTRAINT file_variant_is_no_source CHECK (variant_of IS NULL OR image IS NULL);

-- However often it is tried, a picture has each variant once.
CREATE UNIQUE INDEX file_variant_once ON files.file (variant_of, variant) WHERE variant_of IS NOT NULL;

-- What an owner holds, variants apart, from the index alone.
CREATE INDEX file_held ON files.file (owner_id) INCLUDE (bytes) WHERE variant_of IS NULL;
DROP INDEX files.file_usage;
