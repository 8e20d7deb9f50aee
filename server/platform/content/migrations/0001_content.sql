-- One row per entry and language, whatever its type. What it says stands in its versions; here is which of them is newest, shown and due.
CREATE TABLE content.entry (
  id uuid PRIMARY KEY,
  type text NOT NULL CHECK (type ~ '^[a-z][A-Za-z0-9]{1,39}$'),
  locale text NOT NULL CHECK (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  -- Entries that say the same in different languages share it.
  translation_group uuid NOT NULL,
  -- Null for what the system wrote, and when the person has been erased.
  owner_id uuid,
  state text NOT NULL CHECK (state IN ('draft', 'in_review', 'scheduled', 'published', 'archived')),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
  head_version integer NOT NULL CHECK (head_version > 0),
  live_version integer,
  scheduled_version integer,
  publish_at timestamptz(3),
  unpublish_at timestamptz(3),
  -- Of the first publication; null: nobody outside has seen it yet.
  published_at timestamptz(3),
  trashed_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  UNIQUE (translation_group, locale),
  CHECK ((state = 'published') = (live_version IS NOT NULL)),
  CHECK ((publish_at IS NULL) = (scheduled_version IS NULL)),
  CHECK (state <> 'scheduled' OR publish_at IS NOT NULL),
  CHECK (state IN ('scheduled', 'published') OR publish_at IS NULL),
  CHECK (unpublish_at IS NULL OR state IN ('scheduled', 'published')),
  CHECK (live_version IS NULL OR published_at IS NOT NULL),
  CHECK (trashed_at IS NULL OR state IN ('draft', 'archived'))
);

CREATE INDEX entry_by_type ON content.entry (type, id DESC);
CREATE INDEX entry_by_owner ON content.entry (owner_id, type, id DESC);
CREATE INDEX entry_publish_due ON content.entry (publish_at) WHERE publish_at IS NOT NULL;
CREATE INDEX entry_unpublish_due ON content.entry (unpublish_at) WHERE unpublish_at IS NOT NULL;
CREATE INDEX entry_trash ON content.entry (trashed_at) WHERE trashed_at IS NOT NULL;

CREATE TABLE content.version (
  entry_id uuid NOT NULL REFERENCES content.entry (id) ON DELETE CASCADE,
  number integer NOT NULL CHECK (number > 0),
  title text NOT NULL,
  fields jsonb NOT NULL,
  seo jsonb,
  author_id uuid,
  -- Written while somebody was typing: removed after a day, unless it became more than that.
  autosave boolean NOT NULL,
  restored_from integer,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (entry_id, number)
);

CREATE INDEX version_by_author ON content.version (author_id);
CREATE INDEX version_autosaved ON content.version (created_at) WHERE autosave;

ALTER TABLE content.entry
  ADD FOREIGN KEY (id, head_version) REFERENCES content.version (entry_id, number) DEFERRABLE INITIALLY DEFERRED,
  ADD FOREIGN KEY (id, live_version) REFERENCES content.version (entry_id, number) DEFERRABLE INITIALLY DEFERRED,
  ADD FOREIGN KEY (id, scheduled_version) REFERENCES content.version (entry_id, number) DEFERRABLE INITIALLY DEFERRED;

-- A version is never changed, save that a person who is erased is forgotten as its author. It goes with its entry, or as an autosave.
CREATE FUNCTION content.keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.author_id IS NULL
     AND to_jsonb(NEW) - 'author_id' = to_jsonb(OLD) - 'author_id' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' AND (OLD.autosave OR NOT EXISTS (SELECT FROM content.entry WHERE id = OLD.entry_id)) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'a version of an entry is immutable' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER version_immutable BEFORE UPDATE OR DELETE ON content.version
  FOR EACH ROW EXECUTE FUNCTION content.keep_version();

-- Every address that leads to an entry: its own, or one it had before. An address has one row, so that no redirect can lead to another.
CREATE TABLE content.slug (
  type text NOT NULL,
  locale text NOT NULL,
  slug text COLLATE "C" NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80),
  entry_id uuid NOT NULL REFERENCES content.entry (id) ON DELETE CASCADE,
  is_current boolean NOT NULL,
  PRIMARY KEY (type, locale, slug)
);

CREATE UNIQUE INDEX slug_current ON content.slug (entry_id) WHERE is_current;
CREATE INDEX slug_by_entry ON content.slug (entry_id);

-- What everybody reads: made of the live version when it is published, so that reading is one statement on one table.
CREATE TABLE content.published (
  entry_id uuid PRIMARY KEY REFERENCES content.entry (id) ON DELETE CASCADE,
  type text NOT NULL,
  locale text NOT NULL,
  slug text NOT NULL,
  version integer NOT NULL,
  title text NOT NULL,
  excerpt text NOT NULL,
  reading_minutes integer NOT NULL CHECK (reading_minutes > 0),
  -- Fields of the list, and of the page alone: rich text as HTML, references as ids.
  card jsonb NOT NULL,
  page jsonb NOT NULL,
  seo jsonb,
  -- What it is filtered by, as field=value.
  facets text[] NOT NULL,
  search tsvector NOT NULL,
  published_at timestamptz(3) NOT NULL,
  -- Since when this version is the live one.
  live_since timestamptz(3) NOT NULL,
  UNIQUE (type, locale, slug)
);

CREATE INDEX published_newest ON content.published (type, locale, published_at DESC, entry_id DESC);
CREATE INDEX published_facets ON content.published USING gin (facets);
CREATE INDEX published_search ON content.published USING gin (search);

-- Who edits: taken by the first, kept by a heartbeat, lapsing by itself.
CREATE TABLE content.lock (
  entry_id uuid PRIMARY KEY REFERENCES content.entry (id) ON DELETE CASCADE,
  holder_id uuid NOT NULL,
  taken_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL
);

CREATE INDEX lock_by_holder ON content.lock (holder_id);
CREATE INDEX lock_expiry ON content.lock (expires_at);

-- Shows one version to whoever has the token, which is known here by its SHA-256 alone.
CREATE TABLE content.preview (
  id uuid PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  entry_id uuid NOT NULL,
  version integer NOT NULL,
  created_by uuid,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  FOREIGN KEY (entry_id, version) REFERENCES content.version (entry_id, number) ON DELETE CASCADE
);

CREATE INDEX preview_by_version ON content.preview (entry_id, version);
CREATE INDEX preview_by_creator ON content.preview (created_by);
CREATE INDEX preview_expiry ON content.preview (expires_at);
