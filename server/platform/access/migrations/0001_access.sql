CREATE TABLE access.role (
  name text PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9-]{0,62}$'),
  title text NOT NULL,
  built_in boolean NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE access.role_permission (
  role text NOT NULL REFERENCES access.role (name) ON DELETE CASCADE,
  permission text NOT NULL,
  PRIMARY KEY (role, permission)
);

-- A suspended holder keeps the role but neither uses it nor counts as an administrator.
CREATE TABLE access.user_role (
  user_id uuid NOT NULL,
  role text NOT NULL REFERENCES access.role (name),
  granted_by uuid,
  reason text NOT NULL,
  granted_at timestamptz NOT NULL,
  suspended boolean NOT NULL DEFAULT false,
  PRIMARY KEY (user_id, role)
);
CREATE INDEX user_role_by_role ON access.user_role (role, user_id);

-- Its permissions are computed: every one that some unit declares.
INSERT INTO access.role (name, title, built_in, created_at) VALUES ('administrator', 'Administrator', true, now());
