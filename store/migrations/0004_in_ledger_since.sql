-- The day is called what the pages call it, and so is what its history holds.
ALTER TABLE pre_encumbrances RENAME COLUMN booked_on TO in_ledger_since;

UPDATE changes
SET
    before_values = replace(before_values, '"booked_on":', '"in_ledger_since":'),
    after_values = replace(after_values, '"booked_on":', '"in_ledger_since":')
WHERE table_name = 'pre_encumbrances';
