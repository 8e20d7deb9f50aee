CREATE TABLE agency.department (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  name_key text NOT NULL UNIQUE,
  sort_order integer NOT NULL,
  created_at timestamptz(3) NOT NULL
);

CREATE TABLE agency.employee (
  user_id uuid PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('active', 'left')),
  department_id uuid REFERENCES agency.department (id),
  position text NOT NULL CHECK (length(position) <= 120),
  sort_order integer NOT NULL,
  -- Shown on the public page of the team.
  visible boolean NOT NULL,
  headline text NOT NULL CHECK (length(headline) <= 160),
  bio text NOT NULL CHECK (length(bio) <= 4000),
  links text[] NOT NULL CHECK (cardinality(links) <= 6),
  photo_file_id uuid,
  version integer NOT NULL CHECK (version > 0),
  joined_at timestamptz(3) NOT NULL,
  left_at timestamptz(3),
  CHECK ((state = 'left') = (left_at IS NOT NULL)),
  CHECK (state = 'active' OR NOT visible)
);
CREATE INDEX employee_by_department ON agency.employee (department_id);
CREATE INDEX employee_shown ON agency.employee (sort_order, user_id) WHERE visible;

-- What is attached to an invitation of platform/organisations, until it is accepted.
CREATE TABLE agency.employee_invitation (
  invitation_id uuid PRIMARY KEY,
  department_id uuid REFERENCES agency.department (id) ON DELETE SET NULL,
  position text NOT NULL CHECK (length(position) <= 120),
  invited_at timestamptz(3) NOT NULL
);
CREATE INDEX employee_invitation_by_department ON agency.employee_invitation (department_id);
