CREATE TABLE trading.playbook (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  status text NOT NULL CHECK (status IN ('active', 'archived')),
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);

CREATE INDEX playbook_by_owner ON trading.playbook (owner_id, id);

-- The rules as they held from an instant on; the first ones hold for whatever was before as well.
CREATE TABLE trading.playbook_version (
  playbook_id uuid NOT NULL REFERENCES trading.playbook (id) ON DELETE CASCADE,
  number integer NOT NULL CHECK (number > 0),
  description text NOT NULL CHECK (length(description) <= 10000),
  rules jsonb NOT NULL CHECK (jsonb_typeof(rules) = 'array'),
  held_from timestamptz(3) NOT NULL,
  PRIMARY KEY (playbook_id, number),
  UNIQUE (playbook_id, held_from)
);

-- What only the trader can say: whether an item of the checklist was kept. The other rules are computed.
CREATE TABLE trading.trade_rule_result (
  trade_id uuid NOT NULL,
  playbook_id uuid NOT NULL REFERENCES trading.playbook (id) ON DELETE CASCADE,
  rule_id text NOT NULL CHECK (length(rule_id) BETWEEN 1 AND 40),
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  passed boolean NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  PRIMARY KEY (trade_id, playbook_id, rule_id)
);

CREATE INDEX trade_rule_result_by_playbook ON trading.trade_rule_result (playbook_id);
CREATE INDEX trade_rule_result_by_account ON trading.trade_rule_result (account_id);

CREATE FUNCTION trading.keep_playbook_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of a playbook is never changed: a new one is added';
END $$;

CREATE TRIGGER keep_playbook_version BEFORE UPDATE ON trading.playbook_version
  FOR EACH ROW EXECUTE FUNCTION trading.keep_playbook_version();
