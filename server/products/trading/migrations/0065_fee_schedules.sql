-- What a broker charges, as its trader says it: for fills of which the broker's file or the trader tells no fee.
CREATE TABLE trading.fee_schedule (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  currency text NOT NULL CHECK (currency ~ '^[A-Z0-9]{2,10}$'),
  -- Of money: each fee is rounded to so many.
  digits smallint NOT NULL CHECK (digits BETWEEN 0 AND 8),
  -- Price lists in the order of their days, each from its day until the next: a new price changes nothing of before.
  prices jsonb NOT NULL CHECK (jsonb_typeof(prices) = 'array'),
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  UNIQUE (owner_id, id)
);

-- Of the account's owner, and there for as long as an account names it.
ALTER TABLE trading.account ADD COLUMN fee_schedule_id uuid;
ALTER TABLE trading.account ADD CONSTRAINT account_fee_schedule
  FOREIGN KEY (owner_id, fee_schedule_id) REFERENCES trading.fee_schedule (owner_id, id) NOT VALID;
ALTER TABLE trading.account VALIDATE CONSTRAINT account_fee_schedule;
CREATE INDEX account_by_fee_schedule ON trading.account (fee_schedule_id) WHERE fee_schedule_id IS NOT NULL;

-- Who said the fee: the broker's file, a schedule, a person, or nobody. Null of fills from before this was kept.
ALTER TABLE trading.execution ADD COLUMN fee_source text;
ALTER TABLE trading.execution ADD CONSTRAINT execution_fee_source
  CHECK (fee_source IN ('broker', 'schedule', 'manual', 'none')) NOT VALID;
ALTER TABLE trading.execution VALIDATE CONSTRAINT execution_fee_source;
