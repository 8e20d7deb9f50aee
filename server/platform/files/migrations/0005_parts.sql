-- The write in parts that the store named, for an upload announced so.
ALTER TABLE files.upload ADD COLUMN parts_id text;
