CREATE SEQUENCE agency.project_number;

CREATE TABLE agency.client_project (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE CHECK (reference ~ '^PRJ-[0-9]{4}-[0-9]{5,}$'),
  client_id uuid NOT NULL REFERENCES agency.client (id),
  request_id uuid REFERENCES agency.service_request (id),
  -- A quote becomes one project.
  quote_id uuid UNIQUE REFERENCES agency.quote (id),
  state text NOT NULL CHECK (state IN ('active', 'on_hold', 'completed', 'cancelled')),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 160),
  summary text NOT NULL CHECK (length(summary) <= 4000),
  due_on date,
  -- Once for each project, after its end.
  testimonial_asked_at timestamptz(3),
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);
CREATE INDEX client_project_by_client ON agency.client_project (client_id, id DESC);
CREATE INDEX client_project_by_request ON agency.client_project (request_id) WHERE request_id IS NOT NULL;

CREATE TABLE agency.project_member (
  project_id uuid NOT NULL REFERENCES agency.client_project (id),
  user_id uuid NOT NULL,
  added_at timestamptz(3) NOT NULL,
  PRIMARY KEY (project_id, user_id)
);
CREATE INDEX project_member_by_user ON agency.project_member (user_id, project_id);

CREATE TABLE agency.milestone (
  id uuid PRIMARY KEY,
  project_id uuid NOT NULL REFERENCES agency.client_project (id),
  position integer NOT NULL CHECK (position > 0),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 160),
  state text NOT NULL CHECK (state IN ('todo', 'in_progress', 'blocked', 'done')),
  due_on date,
  done_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  CHECK ((state = 'done') = (done_at IS NOT NULL)),
  UNIQUE (project_id, position)
);

CREATE TABLE agency.deliverable (
  id uuid PRIMARY KEY,
  project_id uuid NOT NULL REFERENCES agency.client_project (id),
  milestone_id uuid REFERENCES agency.milestone (id),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 160),
  description text NOT NULL CHECK (length(description) <= 4000),
  state text NOT NULL CHECK (state IN ('draft', 'shared', 'accepted', 'revision_requested')),
  -- How often it was shared.
  round integer NOT NULL CHECK (round >= 0),
  shared_at timestamptz(3),
  decided_at timestamptz(3),
  decided_by uuid,
  created_at timestamptz(3) NOT NULL,
  CHECK ((state = 'draft') = (round = 0)),
  CHECK ((round = 0) = (shared_at IS NULL)),
  CHECK ((state IN ('accepted', 'revision_requested')) = (decided_at IS NOT NULL AND decided_by IS NOT NULL))
);
CREATE INDEX deliverable_by_project ON agency.deliverable (project_id, id);

CREATE FUNCTION agency.check_deliverable_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) NOT IN
     (('draft', 'shared'), ('shared', 'accepted'), ('shared', 'revision_requested'), ('revision_requested', 'shared')) THEN
    RAISE EXCEPTION 'a deliverable does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER deliverable_state BEFORE UPDATE ON agency.deliverable
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION agency.check_deliverable_state();

CREATE TABLE agency.project_comment (
  id uuid PRIMARY KEY,
  project_id uuid NOT NULL REFERENCES agency.client_project (id),
  deliverable_id uuid REFERENCES agency.deliverable (id),
  author text NOT NULL CHECK (author IN ('client', 'staff')),
  author_id uuid NOT NULL,
  visibility text NOT NULL CHECK (visibility IN ('customer', 'staff', 'internal')),
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 8000),
  written_at timestamptz(3) NOT NULL,
  CHECK (author = 'staff' OR visibility = 'customer')
);
CREATE INDEX project_comment_by_project ON agency.project_comment (project_id, id);
CREATE INDEX project_comment_by_author ON agency.project_comment (author_id);

ALTER TABLE agency.work_file
  ADD FOREIGN KEY (project_id) REFERENCES agency.client_project (id),
  ADD FOREIGN KEY (deliverable_id) REFERENCES agency.deliverable (id);
CREATE INDEX work_file_by_project ON agency.work_file (project_id, file_id) WHERE project_id IS NOT NULL;
CREATE INDEX work_file_by_deliverable ON agency.work_file (deliverable_id, file_id) WHERE deliverable_id IS NOT NULL;
