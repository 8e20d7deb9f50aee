-- Fills of one instant are matched in another order than they were: what is derived of an account follows once, all of it, before anything
-- else in it changes.
ALTER TABLE trading.account ADD COLUMN figures_due boolean NOT NULL DEFAULT false;
UPDATE trading.account SET figures_due = true;
CREATE INDEX account_due ON trading.account (id) WHERE figures_due;
