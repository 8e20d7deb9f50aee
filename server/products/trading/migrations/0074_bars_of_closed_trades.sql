-- Since which day the source was asked: what was held before is asked for once more, whole.
ALTER TABLE trading.bar_look ADD COLUMN asked_from date;
