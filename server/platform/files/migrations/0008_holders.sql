-- What an upload or a file belongs to when it is no account's: a thing of the unit that hands it out, by a name of that unit's making.
ALTER TABLE files.upload
  ALTER COLUMN owner_id DROP NOT NULL,
  ADD COLUMN holder text CHECK (length(holder) BETWEEN 1 AND 100),
  ADD CONSTRAINT upload_of_one CHECK (num_nonnulls(owner_id, holder) = 1);
ALTER TABLE files.file
  ADD COLUMN holder text CHECK (length(holder) BETWEEN 1 AND 100),
  ADD CONSTRAINT file_of_one CHECK (num_nonnulls(owner_id, holder) <= 1);

-- What a holder has is summed and counted at each announcement.
CREATE INDEX upload_holder ON files.upload (holder) INCLUDE (bytes) WHERE holder IS NOT NULL;
CREATE INDEX file_holder ON files.file (holder) INCLUDE (bytes) WHERE holder IS NOT NULL;
