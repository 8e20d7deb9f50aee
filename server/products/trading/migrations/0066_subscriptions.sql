-- The plan that a trader chose or paid for; without a row, or where it says nothing any more, the plan of the installation holds.
CREATE TABLE trading.subscription (
  owner_id uuid PRIMARY KEY,
  plan text NOT NULL CHECK (length(plan) BETWEEN 1 AND 31),
  -- As they were bought, until the paid time is over; null of a free plan, which is as the setting says.
  terms jsonb CHECK (jsonb_typeof(terms) = 'object'),
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3),
  -- Said by the trader: no reminder before the end, and no grace after it.
  ends_with_period boolean NOT NULL,
  -- A free plan for what comes after the paid time; null: the plan of the installation.
  next_plan text CHECK (length(next_plan) BETWEEN 1 AND 31),
  -- How far the letters about this end have gone: none, ending, grace, ended.
  told smallint NOT NULL CHECK (told BETWEEN 0 AND 3),
  CHECK ((terms IS NULL) = (ends_at IS NULL)),
  CHECK (ends_at >= starts_at)
);

CREATE INDEX subscription_to_tell ON trading.subscription (ends_at) WHERE ends_at IS NOT NULL AND told < 3;

-- A period of a plan that somebody wants to pay or paid.
CREATE TABLE trading.plan_order (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  plan text NOT NULL CHECK (length(plan) BETWEEN 1 AND 31),
  terms jsonb NOT NULL CHECK (jsonb_typeof(terms) = 'object'),
  -- called-off: another was chosen before it was paid. replaced: another plan took over what was left of it.
  state text NOT NULL CHECK (state IN ('open', 'called-off', 'paid', 'replaced', 'refunded')),
  -- What the period is worth: its price, and what was left of a former plan.
  worth_minor bigint CHECK (worth_minor > 0),
  period_from timestamptz(3),
  period_until timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  paid_at timestamptz(3),
  CHECK ((state IN ('paid', 'replaced', 'refunded')) = (paid_at IS NOT NULL)),
  CHECK ((paid_at IS NULL) = (period_from IS NULL) AND (paid_at IS NULL) = (period_until IS NULL)),
  CHECK ((paid_at IS NULL) = (worth_minor IS NULL)),
  CHECK (period_until >= period_from)
);

CREATE UNIQUE INDEX plan_order_open ON trading.plan_order (owner_id) WHERE state = 'open';
CREATE INDEX plan_order_by_owner ON trading.plan_order (owner_id, id DESC);
