-- The layout of a district's account strings, as the district itself says it.

CREATE TABLE account_parts (
    district_id VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    dimension VARCHAR NOT NULL,
    letters INTEGER,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, place)
);
