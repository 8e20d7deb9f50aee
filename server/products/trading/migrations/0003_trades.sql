-- One for each order of the list of trades; what is open has not closed yet, and comes after all that has.
CREATE INDEX trade_in_closing_order ON trading.trade (account_id, coalesce(closed_at, 'infinity'), id);
CREATE INDEX trade_by_net ON trading.trade (account_id, net_base, id);
CREATE INDEX trade_by_hold ON trading.trade (
  account_id, (CASE WHEN status = 'closed' THEN extract(epoch FROM closed_at - opened_at) ELSE -1 END), id);

-- Several trades that are looked at as one: the legs of a spread, or what was scaled in and out of.
CREATE TABLE trading.trade_group (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  created_at timestamptz(3) NOT NULL
);

CREATE INDEX trade_group_by_owner ON trading.trade_group (owner_id, id);

-- Like notes, it stays when a trade is made anew.
CREATE TABLE trading.trade_group_member (
  trade_id uuid PRIMARY KEY,
  group_id uuid NOT NULL REFERENCES trading.trade_group (id) ON DELETE CASCADE,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE
);

CREATE INDEX trade_group_member_by_group ON trading.trade_group_member (group_id);
CREATE INDEX trade_group_member_by_account ON trading.trade_group_member (account_id);
