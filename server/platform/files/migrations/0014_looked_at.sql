-- A large upload is looked at behind the requests that confirm it: when that was asked for, and what was found.
ALTER TABLE files.upload
  ADD COLUMN check_asked_at timestamptz,
  ADD COLUMN arrived jsonb;
