-- Entries of the ledger are only ever loaded: who did, and when, stands with their origin, once for each file and not
-- once for each of a million entries.
ALTER TABLE ledger_entries DROP COLUMN changed_at;

ALTER TABLE ledger_entries DROP COLUMN changed_by;
