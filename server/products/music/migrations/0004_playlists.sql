CREATE TABLE music.playlist (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  description text,
  visibility text NOT NULL CHECK (visibility IN ('private', 'unlisted', 'public')),
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);

CREATE INDEX playlist_by_owner ON music.playlist (owner_id, id DESC);
CREATE INDEX playlist_public ON music.playlist (id DESC) WHERE visibility = 'public';

-- Items stand in the order of their rank keys, compared byte by byte; a move writes one row.
CREATE TABLE music.playlist_item (
  id uuid PRIMARY KEY,
  playlist_id uuid NOT NULL REFERENCES music.playlist (id) ON DELETE CASCADE,
  track_id uuid NOT NULL REFERENCES music.track (id),
  rank_key text COLLATE "C" NOT NULL CHECK (rank_key ~ '^[0-9a-z]*[1-9a-z]$'),
  added_by uuid NOT NULL,
  added_at timestamptz(3) NOT NULL,
  UNIQUE (playlist_id, rank_key)
);
