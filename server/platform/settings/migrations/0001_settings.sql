-- What was said instead of the defaults that the program declares. A setting without a row has its default.
CREATE TABLE settings.setting (
  key text PRIMARY KEY CHECK (key ~ '^[a-z][a-z0-9-]{0,62}$'),
  value jsonb NOT NULL CHECK (jsonb_typeof(value) = 'object'),
  version integer NOT NULL CHECK (version > 0),
  changed_at timestamptz NOT NULL,
  changed_by uuid
);
