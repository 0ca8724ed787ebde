-- Joins, made anew at every open.

-- What the ledger says of each fund and year.
CREATE OR REPLACE VIEW ledger_sums AS
SELECT
    district_id,
    fund_id,
    fiscal_year,
    SUM(amount) FILTER (WHERE kind = 'budget') AS budgeted,
    SUM(amount) FILTER (WHERE kind = 'encumbrance') AS encumbered,
    SUM(amount) FILTER (WHERE kind = 'actual') AS spent
FROM ledger_entries
WHERE withdrawn_at IS NULL
GROUP BY district_id, fund_id, fiscal_year;

-- Fund years, with what the office left empty taken from the ledger.
CREATE OR REPLACE VIEW fund_year_money AS
SELECT
    years.district_id,
    years.fund_id,
    years.fiscal_year,
    years.budgeted,
    CAST(COALESCE(years.encumbered, sums.encumbered, 0) AS DECIMAL(18, 2)) AS encumbered,
    CAST(COALESCE(years.spent, sums.spent, 0) AS DECIMAL(18, 2)) AS spent
FROM fund_years AS years
LEFT JOIN ledger_sums AS sums
    ON sums.district_id = years.district_id
    AND sums.fund_id = years.fund_id
    AND sums.fiscal_year = years.fiscal_year
WHERE years.withdrawn_at IS NULL;

-- The newest rating of each member, purchase and criterion: the last round, and the last word in it.
CREATE OR REPLACE VIEW newest_ratings AS
SELECT
    district_id, member_id, purchase_id, criterion_id, "round", level, comment, rated_at
FROM (
    SELECT
        district_id, member_id, purchase_id, criterion_id, "round", level, comment, rated_at,
        ROW_NUMBER() OVER (
            PARTITION BY district_id, member_id, purchase_id, criterion_id
            ORDER BY "round" DESC, rated_at DESC
        ) AS place
    FROM ratings
    WHERE withdrawn_at IS NULL
) AS placed
WHERE place = 1;

-- The newest answer to each question whether two things are the same.
CREATE OR REPLACE VIEW newest_overlap_answers AS
SELECT
    district_id, contract_id, other_table, other_key, answer, answered_at, answered_by
FROM (
    SELECT
        district_id, contract_id, other_table, other_key, answer, answered_at, answered_by,
        ROW_NUMBER() OVER (
            PARTITION BY district_id, contract_id, other_table, other_key
            ORDER BY answered_at DESC, answer_id
        ) AS place
    FROM overlap_answers
) AS placed
WHERE place = 1;

-- Where loaded records came from: by their origin, the file, and when and by whom it was loaded.
CREATE OR REPLACE VIEW record_origins AS
SELECT
    origins.district_id, origins.origin_id, origins.source_file, origins.load_id, loads.loaded_at, loads.loaded_by
FROM origins
INNER JOIN loads ON loads.district_id = origins.district_id AND loads.load_id = origins.load_id;
