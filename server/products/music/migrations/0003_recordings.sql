CREATE TABLE music.submission (
  id uuid PRIMARY KEY,
  artist_id uuid NOT NULL REFERENCES music.artist (id),
  submitted_by uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('probing', 'rejected', 'submitted', 'in_review', 'changes_requested', 'approved',
    'published', 'declined', 'withdrawn')),
  round integer NOT NULL CHECK (round > 0),
  version integer NOT NULL CHECK (version > 0),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  genre text NOT NULL,
  explicit boolean NOT NULL,
  language text,
  isrc text CHECK (isrc ~ '^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$'),
  description text,
  album_title text,
  audio_file_id uuid NOT NULL,
  audio_sha256 bytea NOT NULL CHECK (length(audio_sha256) = 32),
  cover_file_id uuid NOT NULL,
  findings jsonb NOT NULL,
  probe jsonb,
  -- 800 peaks of 0 to 255; empty where the codec has no decoder.
  waveform bytea,
  -- Ids of the cover's variants, smallest first: 64, 320, 640, 1280 px.
  cover_variant_ids uuid[] CHECK (cardinality(cover_variant_ids) = 4),
  claimed_by uuid,
  claimed_until timestamptz(3),
  submitted_at timestamptz(3),
  due_at timestamptz(3),
  publish_at timestamptz(3),
  track_id uuid UNIQUE,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CHECK ((claimed_by IS NULL) = (claimed_until IS NULL)),
  CHECK (state <> 'in_review' OR claimed_by IS NOT NULL),
  CHECK (state IN ('probing', 'rejected', 'withdrawn')
    OR (probe IS NOT NULL AND waveform IS NOT NULL AND cover_variant_ids IS NOT NULL AND submitted_at IS NOT NULL AND due_at IS NOT NULL)),
  CHECK ((state = 'published') = (track_id IS NOT NULL)),
  CHECK (state <> 'approved' OR publish_at IS NOT NULL)
);

-- The same bytes, or the same code, stand once among what is published or under way.
CREATE UNIQUE INDEX submission_recording ON music.submission (audio_sha256)
  WHERE state IN ('probing', 'submitted', 'in_review', 'changes_requested', 'approved', 'published');
CREATE UNIQUE INDEX submission_isrc ON music.submission (isrc)
  WHERE state IN ('probing', 'submitted', 'in_review', 'changes_requested', 'approved', 'published');
CREATE INDEX submission_by_artist ON music.submission (artist_id, id DESC);
CREATE INDEX submission_queue ON music.submission (state, due_at, id);
CREATE INDEX submission_scheduled ON music.submission (publish_at) WHERE state = 'approved';

CREATE TABLE music.submission_review (
  id uuid PRIMARY KEY,
  submission_id uuid NOT NULL REFERENCES music.submission (id),
  round integer NOT NULL,
  reviewer_id uuid NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('approve', 'request_changes', 'decline')),
  reasons text[] NOT NULL,
  feedback text NOT NULL,
  decided_at timestamptz(3) NOT NULL,
  UNIQUE (submission_id, round),
  CHECK (verdict = 'approve'
    OR (cardinality(reasons) > 0 AND cardinality(regexp_split_to_array(btrim(feedback, E' \t\r\n'), '\s+')) >= 10))
);

CREATE TRIGGER submission_review_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON music.submission_review
  EXECUTE FUNCTION music.refuse_change();

-- What listeners see. Artist name and slug are repeated here, so that the catalogue is read from one narrow table.
CREATE TABLE music.track (
  id uuid PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('published', 'unpublished')),
  artist_id uuid NOT NULL REFERENCES music.artist (id),
  artist_name text NOT NULL,
  artist_slug text NOT NULL,
  title text NOT NULL,
  genre text NOT NULL,
  explicit boolean NOT NULL,
  duration_ms integer NOT NULL CHECK (duration_ms > 0),
  bpm smallint CHECK (bpm BETWEEN 20 AND 400),
  isrc text UNIQUE,
  published_at timestamptz(3) NOT NULL,
  search tsvector NOT NULL
);

CREATE INDEX track_newest ON music.track (published_at DESC, id DESC) WHERE state = 'published';
CREATE INDEX track_newest_of_genre ON music.track (genre, published_at DESC, id DESC) WHERE state = 'published';
CREATE INDEX track_newest_of_artist ON music.track (artist_slug, published_at DESC, id DESC) WHERE state = 'published';
CREATE INDEX track_search ON music.track USING gin (search);

CREATE TABLE music.track_media (
  track_id uuid PRIMARY KEY REFERENCES music.track (id),
  audio_file_id uuid NOT NULL,
  audio_sha256 bytea NOT NULL UNIQUE,
  cover_variant_ids uuid[] NOT NULL CHECK (cardinality(cover_variant_ids) = 4),
  waveform bytea NOT NULL,
  language text,
  description text
);

ALTER TABLE music.submission ADD FOREIGN KEY (track_id) REFERENCES music.track (id);

CREATE TABLE music.album (
  id uuid PRIMARY KEY,
  artist_id uuid NOT NULL REFERENCES music.artist (id),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  title_key text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  UNIQUE (artist_id, title_key)
);

CREATE TABLE music.album_track (
  album_id uuid NOT NULL REFERENCES music.album (id),
  position integer NOT NULL CHECK (position > 0),
  track_id uuid NOT NULL UNIQUE REFERENCES music.track (id),
  PRIMARY KEY (album_id, position)
);
