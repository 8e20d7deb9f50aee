-- A promise of bytes: made by sign, kept by confirm, swept when it lapses.
CREATE TABLE files.upload (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  purpose text NOT NULL,
  filename text NOT NULL,
  content_type text NOT NULL,
  bytes bigint NOT NULL CHECK (bytes > 0),
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  blob_key text NOT NULL UNIQUE,
  state text NOT NULL CHECK (state IN ('signed', 'confirmed', 'cancelled')),
  file_id uuid,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE INDEX upload_owner ON files.upload (owner_id, created_at);
CREATE INDEX upload_open ON files.upload (expires_at) WHERE state <> 'confirmed';

-- Bytes that are there: checked for size, hash and type by content before the row is written, never changed after.
CREATE TABLE files.file (
  id uuid PRIMARY KEY,
  owner_id uuid,
  purpose text NOT NULL,
  visibility text NOT NULL CHECK (visibility IN ('public', 'private')),
  filename text NOT NULL,
  content_type text NOT NULL,
  bytes bigint NOT NULL CHECK (bytes >= 0),
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  blob_key text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL
);

CREATE INDEX file_owner ON files.file (owner_id, created_at DESC);
