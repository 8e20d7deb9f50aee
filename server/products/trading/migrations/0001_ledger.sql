CREATE TABLE trading.account (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  broker text NOT NULL CHECK (length(broker) <= 80),
  kind text NOT NULL CHECK (kind IN ('live', 'paper', 'funded', 'demo')),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3,5}$'),
  -- Hours, weekdays and days of reports are of this zone.
  time_zone text NOT NULL CHECK (length(time_zone) BETWEEN 1 AND 64),
  -- The trading day ends at this minute of wall time in its own zone; 0 is midnight.
  cutoff_minute smallint NOT NULL CHECK (cutoff_minute BETWEEN 0 AND 1439),
  cutoff_zone text NOT NULL CHECK (length(cutoff_zone) BETWEEN 1 AND 64),
  matching_method text NOT NULL CHECK (matching_method IN ('FIFO', 'LIFO', 'HIFO', 'AVG')),
  position_mode text NOT NULL CHECK (position_mode IN ('netting', 'hedging')),
  opening_balance numeric NOT NULL,
  opened_on date NOT NULL,
  -- Counts every change of what the account's figures are made of: names what caches hold.
  generation bigint NOT NULL CHECK (generation > 0),
  version integer NOT NULL CHECK (version > 0),
  -- Columns whose change all figures follow wait here for the job that makes both anew.
  pending jsonb CHECK (jsonb_typeof(pending) = 'object'),
  archived_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);

CREATE INDEX account_by_owner ON trading.account (owner_id, id);

-- What such a change came to: for each instrument the totals before and after it, in the account's currency.
CREATE TABLE trading.account_rework (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  changed jsonb NOT NULL CHECK (jsonb_typeof(changed) = 'object'),
  totals jsonb NOT NULL CHECK (jsonb_typeof(totals) = 'array'),
  done_at timestamptz(3) NOT NULL
);

CREATE INDEX account_rework_by_account ON trading.account_rework (account_id, id);

-- Everybody has instruments of their own: what one trader says of a symbol changes nobody else's figures.
CREATE TABLE trading.instrument (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  symbol text NOT NULL CHECK (length(symbol) BETWEEN 1 AND 64),
  asset_class text NOT NULL CHECK (asset_class IN ('stock', 'etf', 'option', 'future', 'forex', 'crypto', 'cfd', 'bond')),
  currency text NOT NULL CHECK (currency ~ '^[A-Z0-9]{2,10}$'),
  multiplier numeric NOT NULL CHECK (multiplier > 0),
  multiplier_source text NOT NULL CHECK (multiplier_source IN ('broker', 'table', 'owner')),
  -- What a broker's file said last, whichever counts.
  broker_multiplier numeric CHECK (broker_multiplier > 0),
  tick_size numeric CHECK (tick_size > 0),
  -- Of derivatives: what they are written on.
  root text CHECK (length(root) BETWEEN 1 AND 32),
  expires_on date,
  strike numeric CHECK (strike >= 0),
  option_right text CHECK (option_right IN ('call', 'put')),
  exchange text CHECK (length(exchange) <= 32),
  aliases text[] NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  UNIQUE (owner_id, symbol, asset_class, currency),
  CHECK ((asset_class = 'option') = (strike IS NOT NULL AND option_right IS NOT NULL))
);

CREATE TABLE trading.corporate_action (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  instrument_id uuid NOT NULL REFERENCES trading.instrument (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('split', 'symbol_change', 'spinoff')),
  -- Holds for fills before this instant.
  effective_at timestamptz(3) NOT NULL,
  -- Split: new for old shares. Spinoff: shares of the other instrument for one of this.
  numerator numeric NOT NULL CHECK (numerator > 0),
  denominator numeric NOT NULL CHECK (denominator > 0),
  to_instrument_id uuid REFERENCES trading.instrument (id) ON DELETE CASCADE,
  -- Spinoff: the part of the cost that goes with it.
  cost_share numeric CHECK (cost_share BETWEEN 0 AND 1),
  created_at timestamptz(3) NOT NULL,
  CHECK ((kind = 'split') = (to_instrument_id IS NULL)),
  CHECK ((kind = 'spinoff') = (cost_share IS NOT NULL))
);

CREATE INDEX corporate_action_by_owner ON trading.corporate_action (owner_id, effective_at);
CREATE INDEX corporate_action_by_instrument ON trading.corporate_action (instrument_id, effective_at);

-- What happened at the broker. Never changed: a correction is a new row of the same lineage that supersedes the one before.
CREATE TABLE trading.execution (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  -- Of the account's owner: own_instruments sees to it, a statement at a time.
  instrument_id uuid NOT NULL,
  -- The id of the first version; trades are named by it, so that notes stay with them.
  lineage_id uuid NOT NULL,
  -- Hedging: fills of one position are matched among themselves. Empty in a netting account.
  position_ref text NOT NULL CHECK (length(position_ref) <= 64),
  kind text NOT NULL CHECK (kind IN ('fill', 'expiry', 'assignment', 'exercise')),
  -- 1 bought, -1 sold.
  side smallint NOT NULL CHECK (side IN (1, -1)),
  quantity numeric NOT NULL CHECK (quantity > 0),
  price numeric NOT NULL CHECK (price >= 0),
  executed_at timestamptz(3) NOT NULL,
  source_zone text NOT NULL CHECK (length(source_zone) BETWEEN 1 AND 64),
  -- Breaks ties of one instant: the broker's order, then the file's.
  sequence bigint NOT NULL,
  -- What the broker says it does to the position, if it says so.
  effect text CHECK (effect IN ('open', 'close')),
  -- In the currency of the instrument: a cost is positive, a rebate negative. The total of fee_parts.
  fees numeric NOT NULL,
  fee_parts jsonb CHECK (jsonb_typeof(fee_parts) = 'object'),
  -- One of the instrument's currency in that of the account, at the time of the fill.
  fx_rate numeric NOT NULL CHECK (fx_rate > 0),
  -- What the broker reports as realised by this fill, in the instrument's currency.
  reported_pnl numeric,
  order_id text CHECK (length(order_id) <= 100),
  external_id text CHECK (length(external_id) <= 100),
  -- The stock leg of an assigned or exercised option, and the other way round.
  linked_id uuid,
  -- system: an option that expired while some of it was held, until somebody says otherwise.
  source text NOT NULL CHECK (source IN ('import', 'manual', 'system')),
  batch_id uuid,
  -- Names the fill so that a second import of it makes nothing; null of what a person entered.
  fingerprint bytea CHECK (length(fingerprint) = 32),
  created_at timestamptz(3) NOT NULL,
  -- Set once: by a correction, or when it was taken out.
  superseded_at timestamptz(3),
  UNIQUE (account_id, fingerprint)
);

CREATE INDEX execution_in_order ON trading.execution (account_id, instrument_id, position_ref, executed_at, sequence, id)
  WHERE superseded_at IS NULL;
CREATE INDEX execution_by_time ON trading.execution (account_id, executed_at, id) WHERE superseded_at IS NULL;
CREATE INDEX execution_by_batch ON trading.execution (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX execution_by_lineage ON trading.execution (lineage_id);
CREATE INDEX execution_by_instrument ON trading.execution (instrument_id);

CREATE INDEX execution_of_system ON trading.execution (account_id, instrument_id) WHERE source = 'system';

CREATE FUNCTION trading.keep_execution() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.superseded_at IS NOT NULL
    OR (to_jsonb(NEW) - 'superseded_at') IS DISTINCT FROM (to_jsonb(OLD) - 'superseded_at') THEN
    RAISE EXCEPTION 'an execution is never changed: it is superseded once';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER keep_execution BEFORE UPDATE ON trading.execution
  FOR EACH ROW EXECUTE FUNCTION trading.keep_execution();

-- Says more than a foreign key, and costs an import of 100,000 fills a tenth of what one does.
CREATE FUNCTION trading.own_instruments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT account_id, instrument_id FROM written) AS w
      JOIN trading.account a ON a.id = w.account_id
      LEFT JOIN trading.instrument i ON i.id = w.instrument_id AND i.owner_id = a.owner_id
     WHERE i.id IS NULL) THEN
    RAISE EXCEPTION 'an execution is of an instrument of the account''s owner' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER own_instruments AFTER INSERT ON trading.execution
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION trading.own_instruments();

CREATE TABLE trading.cash_movement (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('deposit', 'withdrawal', 'dividend', 'interest', 'fee', 'tax', 'fx')),
  -- Signed: what came in is positive.
  amount numeric NOT NULL CHECK (amount <> 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z0-9]{2,10}$'),
  -- One of this currency in that of the account.
  fx_rate numeric NOT NULL CHECK (fx_rate > 0),
  happened_at timestamptz(3) NOT NULL,
  instrument_id uuid REFERENCES trading.instrument (id),
  note text NOT NULL CHECK (length(note) <= 500),
  external_id text CHECK (length(external_id) <= 100),
  batch_id uuid,
  fingerprint bytea CHECK (length(fingerprint) = 32),
  created_at timestamptz(3) NOT NULL,
  UNIQUE (account_id, fingerprint)
);

CREATE INDEX cash_movement_in_order ON trading.cash_movement (account_id, happened_at, id);
CREATE INDEX cash_movement_by_batch ON trading.cash_movement (batch_id) WHERE batch_id IS NOT NULL;

-- What follows is derived from executions and corporate actions, and made anew from the first that changed, in the transaction that
-- changed it and under the account's lock. Foreign keys would be checked again for each row of each time, a third of an import.

CREATE TABLE trading.trade (
  -- The lineage of the execution that opened it.
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  instrument_id uuid NOT NULL,
  position_ref text NOT NULL,
  -- 1 long, -1 short.
  side smallint NOT NULL CHECK (side IN (1, -1)),
  status text NOT NULL CHECK (status IN ('open', 'closed')),
  open_execution_id uuid NOT NULL,
  close_execution_id uuid,
  -- All that was entered, the most that was held at once, and what is held still.
  quantity_entered numeric NOT NULL CHECK (quantity_entered > 0),
  quantity_max numeric NOT NULL CHECK (quantity_max > 0),
  quantity_open numeric NOT NULL CHECK (quantity_open >= 0),
  average_entry numeric NOT NULL,
  average_exit numeric,
  -- Of what is closed, in the instrument's currency; fees hold the share of the entry.
  gross numeric NOT NULL,
  fees numeric NOT NULL,
  net numeric NOT NULL,
  -- The same in the account's currency, each fill at its own rate.
  gross_base numeric NOT NULL,
  fees_base numeric NOT NULL,
  net_base numeric NOT NULL,
  -- Price times quantity times multiplier of what was entered, at the rates of the entries.
  cost_base numeric NOT NULL,
  execution_count integer NOT NULL CHECK (execution_count > 0),
  opened_at timestamptz(3) NOT NULL,
  -- The last fill that closed any of it.
  closed_at timestamptz(3),
  -- The trading day of the close by the account's cut-off.
  closed_day date,
  -- Of the entry, on clocks of the account's zone: 1 Monday to 7 Sunday, 0 to 1439.
  entry_weekday smallint NOT NULL CHECK (entry_weekday BETWEEN 1 AND 7),
  entry_minute smallint NOT NULL CHECK (entry_minute BETWEEN 0 AND 1439),
  CHECK ((status = 'closed') = (quantity_open = 0)),
  CHECK (status = 'open' OR (closed_at IS NOT NULL AND closed_day IS NOT NULL AND close_execution_id IS NOT NULL))
);

CREATE INDEX trade_by_close ON trading.trade (account_id, closed_at, id);
CREATE INDEX trade_by_open ON trading.trade (account_id, opened_at, id);
CREATE INDEX trade_by_instrument ON trading.trade (account_id, instrument_id, position_ref, opened_at);

CREATE TABLE trading.lot_closure (
  open_execution_id uuid NOT NULL,
  close_execution_id uuid NOT NULL,
  account_id uuid NOT NULL,
  instrument_id uuid NOT NULL,
  position_ref text NOT NULL,
  trade_id uuid NOT NULL,
  side smallint NOT NULL CHECK (side IN (1, -1)),
  quantity numeric NOT NULL CHECK (quantity > 0),
  -- The lot's price after splits.
  entry_price numeric NOT NULL,
  exit_price numeric NOT NULL,
  gross numeric NOT NULL,
  open_fee numeric NOT NULL,
  close_fee numeric NOT NULL,
  net numeric NOT NULL,
  gross_base numeric NOT NULL,
  fees_base numeric NOT NULL,
  net_base numeric NOT NULL,
  closed_at timestamptz(3) NOT NULL,
  closed_day date NOT NULL,
  PRIMARY KEY (close_execution_id, open_execution_id)
);

CREATE INDEX lot_closure_by_day ON trading.lot_closure (account_id, closed_day);
CREATE INDEX lot_closure_by_trade ON trading.lot_closure (trade_id);

CREATE TABLE trading.lot (
  -- Of average cost, which has one lot for a position: the execution that opened it.
  open_execution_id uuid NOT NULL,
  account_id uuid NOT NULL,
  instrument_id uuid NOT NULL,
  position_ref text NOT NULL,
  trade_id uuid NOT NULL,
  side smallint NOT NULL CHECK (side IN (1, -1)),
  quantity numeric NOT NULL CHECK (quantity > 0),
  price numeric NOT NULL,
  -- What is left of the entry's fees, which closures take their share of.
  fees numeric NOT NULL,
  fees_base numeric NOT NULL,
  -- Price times quantity times multiplier, which splits and average cost keep to the last digit where the price is rounded.
  cost numeric NOT NULL,
  -- The same at the rate of the entry.
  cost_base numeric NOT NULL,
  opened_at timestamptz(3) NOT NULL,
  -- A spin-off makes lots of two instruments of one entry.
  PRIMARY KEY (open_execution_id, instrument_id)
);

CREATE INDEX lot_by_chain ON trading.lot (account_id, instrument_id, position_ref);
CREATE INDEX lot_by_trade ON trading.lot (trade_id);

-- What a person says of a trade: kept when the trade is made anew, and found again if it comes back.
CREATE TABLE trading.trade_note (
  trade_id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  initial_stop numeric CHECK (initial_stop >= 0),
  planned_target numeric CHECK (planned_target >= 0),
  -- In the account's currency; null: from the stop.
  initial_risk numeric CHECK (initial_risk > 0),
  playbook_id uuid,
  rating smallint CHECK (rating BETWEEN 1 AND 5),
  review_state text NOT NULL CHECK (review_state IN ('unreviewed', 'reviewed', 'locked')),
  -- As the broker reports them, in the account's currency; what bars say is computed.
  reported_mae numeric,
  reported_mfe numeric,
  text text NOT NULL CHECK (length(text) <= 20000),
  version integer NOT NULL CHECK (version > 0),
  updated_at timestamptz(3) NOT NULL
);

CREATE INDEX trade_note_by_account ON trading.trade_note (account_id);
CREATE INDEX trade_note_by_playbook ON trading.trade_note (playbook_id) WHERE playbook_id IS NOT NULL;

CREATE TABLE trading.tag (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
  grouping text NOT NULL CHECK (grouping IN ('setup', 'mistake', 'emotion', 'custom')),
  created_at timestamptz(3) NOT NULL
);

CREATE UNIQUE INDEX tag_by_name ON trading.tag (owner_id, grouping, lower(name));

CREATE TABLE trading.trade_tag (
  trade_id uuid NOT NULL,
  tag_id uuid NOT NULL REFERENCES trading.tag (id) ON DELETE CASCADE,
  account_id uuid NOT NULL REFERENCES trading.account (id) ON DELETE CASCADE,
  PRIMARY KEY (trade_id, tag_id)
);

CREATE INDEX trade_tag_by_tag ON trading.trade_tag (tag_id);
CREATE INDEX trade_tag_by_account ON trading.trade_tag (account_id);

-- Prices for marking open positions and for MAE and MFE.
CREATE TABLE trading.price_bar (
  instrument_id uuid NOT NULL REFERENCES trading.instrument (id) ON DELETE CASCADE,
  seconds integer NOT NULL CHECK (seconds > 0),
  starts_at timestamptz(3) NOT NULL,
  open numeric NOT NULL,
  high numeric NOT NULL,
  low numeric NOT NULL,
  close numeric NOT NULL,
  PRIMARY KEY (instrument_id, seconds, starts_at),
  CHECK (low <= open AND low <= close AND open <= high AND close <= high)
);
