-- What visitors say of an entry. Nobody reads it before somebody of the house has.
CREATE TABLE content.comment (
  id uuid PRIMARY KEY,
  entry_id uuid NOT NULL REFERENCES content.entry (id) ON DELETE CASCADE,
  -- An answer is to a comment, never to an answer.
  parent_id uuid REFERENCES content.comment (id) ON DELETE CASCADE,
  author_name text NOT NULL CHECK (length(author_name) BETWEEN 1 AND 80),
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 4000),
  state text NOT NULL CHECK (state IN ('pending', 'approved', 'rejected', 'spam')),
  -- Who it came from, for as long as the salt of the month is known; no address is kept.
  visitor_key bytea NOT NULL CHECK (length(visitor_key) = 32),
  helpful integer NOT NULL DEFAULT 0 CHECK (helpful >= 0),
  decided_by uuid,
  decided_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  CHECK (parent_id <> id)
);

CREATE INDEX comment_of_entry ON content.comment (entry_id, id) WHERE state = 'approved';
CREATE INDEX comment_by_state ON content.comment (state, id DESC);
CREATE INDEX comment_by_visitor ON content.comment (visitor_key, created_at);
CREATE INDEX comment_by_parent ON content.comment (parent_id);
CREATE INDEX comment_by_decider ON content.comment (decided_by);

CREATE TABLE content.helpful (
  comment_id uuid NOT NULL REFERENCES content.comment (id) ON DELETE CASCADE,
  visitor_key bytea NOT NULL CHECK (length(visitor_key) = 32),
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (comment_id, visitor_key)
);

-- Keys of visitors are made with the salt of their month. It is deleted afterwards, and nobody can be found by their address any more.
CREATE TABLE content.visitor_salt (
  month text PRIMARY KEY CHECK (month ~ '^\d{4}-\d{2}$'),
  salt bytea NOT NULL CHECK (length(salt) = 32)
);
