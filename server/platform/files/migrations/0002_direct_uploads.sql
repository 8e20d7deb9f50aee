-- Bytes may go to the store without the server, which then checks them when they are confirmed.
ALTER TABLE files.upload ADD COLUMN direct boolean NOT NULL DEFAULT false;

-- What an owner holds is summed at each announcement.
CREATE INDEX file_usage ON files.file (owner_id) INCLUDE (bytes);
CREATE INDEX upload_usage ON files.upload (owner_id) INCLUDE (bytes) WHERE state <> 'confirmed';
