-- When the bytes of a file were last read and compared, and what was found then; null fault: nothing, or not looked at yet.
ALTER TABLE files.file
  ADD COLUMN checked_at timestamptz,
  ADD COLUMN fault text CHECK (fault IN ('missing', 'differs'));

CREATE INDEX file_checked ON files.file (checked_at NULLS FIRST, id);
CREATE INDEX file_fault ON files.file (id) WHERE fault IS NOT NULL;
