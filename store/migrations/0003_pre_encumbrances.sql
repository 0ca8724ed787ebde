-- Who pays what was ordered; held until the ledger has it.
CREATE TABLE pre_encumbrances (
    district_id VARCHAR NOT NULL,
    purchase_id VARCHAR NOT NULL,
    cost_line_id VARCHAR NOT NULL,
    fund_id VARCHAR NOT NULL,
    money_year INTEGER NOT NULL,
    amount DECIMAL(18, 2) NOT NULL,
    booked_on DATE,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, purchase_id, cost_line_id, fund_id, money_year)
);
