-- The tables of a district: one for each noun, then what the store itself keeps.
-- Every table carries the district, where each row came from (origin and row; NULL where it was typed in), and who
-- changed it last. Nothing is deleted: rows are withdrawn. References are checked by the write functions and proved by
-- `manage.py check`: DuckDB checks foreign keys at once, so a parent and its child could not be changed in one
-- transaction.

CREATE TABLE district (
    district_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    mission VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    leaid VARCHAR NOT NULL,
    fiscal_year_start_month INTEGER NOT NULL,
    lunch_share DOUBLE PRECISION,
    rural BOOLEAN NOT NULL,
    made_up BOOLEAN NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id)
);

CREATE TABLE goals (
    district_id VARCHAR NOT NULL,
    goal_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    area VARCHAR NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, goal_id)
);

CREATE TABLE departments (
    district_id VARCHAR NOT NULL,
    department_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, department_id)
);

CREATE TABLE sites (
    district_id VARCHAR NOT NULL,
    site_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    level VARCHAR NOT NULL,
    ncessch VARCHAR NOT NULL,
    grades VARCHAR[] NOT NULL,
    enrolment INTEGER,
    low_income INTEGER,
    english_learners INTEGER,
    special_education INTEGER,
    unduplicated INTEGER,
    title_i BOOLEAN,
    devices INTEGER,
    teachers INTEGER,
    trained_teachers INTEGER,
    integration_experts INTEGER,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, site_id)
);

CREATE TABLE members (
    district_id VARCHAR NOT NULL,
    member_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    position VARCHAR NOT NULL,
    department_id VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, member_id)
);

CREATE TABLE needs (
    district_id VARCHAR NOT NULL,
    need_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    department_id VARCHAR NOT NULL,
    driver VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    grades VARCHAR[] NOT NULL,
    student_groups VARCHAR[] NOT NULL,
    site_ids VARCHAR[] NOT NULL,
    goal_ids VARCHAR[] NOT NULL,
    learners INTEGER,
    needed_by DATE,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, need_id)
);

CREATE TABLE evidence (
    district_id VARCHAR NOT NULL,
    evidence_id VARCHAR NOT NULL,
    need_id VARCHAR NOT NULL,
    site_id VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    baseline DOUBLE PRECISION,
    target DOUBLE PRECISION,
    latest DOUBLE PRECISION,
    finding VARCHAR NOT NULL,
    as_of DATE,
    source VARCHAR NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, evidence_id)
);

CREATE TABLE projects (
    district_id VARCHAR NOT NULL,
    project_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    department_id VARCHAR NOT NULL,
    sponsor VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    health VARCHAR NOT NULL,
    health_reason VARCHAR NOT NULL,
    need_ids VARCHAR[] NOT NULL,
    site_ids VARCHAR[] NOT NULL,
    asked DATE,
    start DATE,
    finish DATE,
    baseline_finish DATE,
    first_use DATE,
    predecessors VARCHAR[] NOT NULL,
    budget DECIMAL(18, 2),
    spent DECIMAL(18, 2),
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, project_id)
);

CREATE TABLE milestones (
    district_id VARCHAR NOT NULL,
    milestone_id VARCHAR NOT NULL,
    project_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    start DATE,
    due DATE,
    done DATE,
    budget DECIMAL(18, 2),
    spent DECIMAL(18, 2),
    note VARCHAR NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, milestone_id)
);

CREATE TABLE purchases (
    district_id VARCHAR NOT NULL,
    purchase_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    department_id VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    need_ids VARCHAR[] NOT NULL,
    project_id VARCHAR NOT NULL,
    site_ids VARCHAR[] NOT NULL,
    learners INTEGER,
    program_area VARCHAR NOT NULL,
    purpose VARCHAR NOT NULL,
    vendor VARCHAR NOT NULL,
    requires VARCHAR[] NOT NULL,
    choose_one VARCHAR NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, purchase_id)
);

CREATE TABLE cost_lines (
    district_id VARCHAR NOT NULL,
    cost_line_id VARCHAR NOT NULL,
    purchase_id VARCHAR NOT NULL,
    fiscal_year INTEGER NOT NULL,
    category VARCHAR NOT NULL,
    amount DECIMAL(18, 2) NOT NULL,
    recurring BOOLEAN NOT NULL,
    site_ids VARCHAR[] NOT NULL,
    description VARCHAR NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, cost_line_id)
);

CREATE TABLE readiness_checks (
    district_id VARCHAR NOT NULL,
    purchase_id VARCHAR NOT NULL,
    "check" VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    owner VARCHAR NOT NULL,
    due DATE,
    settled_on DATE,
    note VARCHAR NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, purchase_id, "check")
);

CREATE TABLE staff_hours (
    district_id VARCHAR NOT NULL,
    staff_hours_id VARCHAR NOT NULL,
    project_id VARCHAR NOT NULL,
    purchase_id VARCHAR NOT NULL,
    contract_id VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    month DATE NOT NULL,
    hours DECIMAL(18, 2) NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, staff_hours_id)
);

CREATE TABLE capacity (
    district_id VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    month DATE NOT NULL,
    hours DECIMAL(18, 2) NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, role, month)
);

CREATE TABLE funds (
    district_id VARCHAR NOT NULL,
    fund_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    usable_from DATE,
    obligate_by DATE,
    liquidate_by DATE,
    one_time BOOLEAN NOT NULL,
    note VARCHAR NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, fund_id)
);

CREATE TABLE fund_years (
    district_id VARCHAR NOT NULL,
    fund_id VARCHAR NOT NULL,
    fiscal_year INTEGER NOT NULL,
    budgeted DECIMAL(18, 2) NOT NULL,
    encumbered DECIMAL(18, 2),
    spent DECIMAL(18, 2),
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, fund_id, fiscal_year)
);

CREATE TABLE fund_rules (
    district_id VARCHAR NOT NULL,
    rule_id VARCHAR NOT NULL,
    fund_id VARCHAR NOT NULL,
    fund_kind VARCHAR,
    kind VARCHAR NOT NULL,
    "values" VARCHAR[] NOT NULL,
    outside VARCHAR[] NOT NULL,
    share DECIMAL(18, 2),
    share_from VARCHAR NOT NULL,
    amount DECIMAL(18, 2),
    floor_amount DECIMAL(18, 2),
    applies_from DECIMAL(18, 2),
    carry_month INTEGER,
    words VARCHAR NOT NULL,
    citation VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    confidence VARCHAR NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, rule_id)
);

CREATE TABLE account_codes (
    district_id VARCHAR NOT NULL,
    dimension VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, dimension, code)
);

CREATE TABLE ledger_entries (
    district_id VARCHAR NOT NULL,
    entry_id VARCHAR NOT NULL USING COMPRESSION zstd,
    account VARCHAR NOT NULL,
    fund_id VARCHAR NOT NULL,
    fiscal_year INTEGER NOT NULL,
    entry_date DATE,
    kind VARCHAR NOT NULL,
    amount DECIMAL(18, 2) NOT NULL,
    "function" VARCHAR NOT NULL,
    "object" VARCHAR NOT NULL,
    goal VARCHAR NOT NULL,
    site_id VARCHAR NOT NULL,
    vendor VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL
);

CREATE TABLE contracts (
    district_id VARCHAR NOT NULL,
    contract_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    vendor VARCHAR NOT NULL,
    category VARCHAR NOT NULL,
    purpose VARCHAR NOT NULL,
    department_id VARCHAR NOT NULL,
    grades VARCHAR[] NOT NULL,
    licences INTEGER,
    active_users INTEGER,
    yearly_cost DECIMAL(18, 2) NOT NULL,
    fund_id VARCHAR NOT NULL,
    starts DATE,
    renews_on DATE,
    notice_by DATE,
    privacy_agreement VARCHAR NOT NULL,
    accessibility_statement VARCHAR NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, contract_id)
);

CREATE TABLE criteria (
    district_id VARCHAR NOT NULL,
    criterion_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    side VARCHAR NOT NULL,
    weight DOUBLE PRECISION NOT NULL,
    direction VARCHAR NOT NULL,
    level_0 VARCHAR NOT NULL,
    level_1 VARCHAR NOT NULL,
    level_2 VARCHAR NOT NULL,
    level_3 VARCHAR NOT NULL,
    level_4 VARCHAR NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, criterion_id)
);

CREATE TABLE ratings (
    district_id VARCHAR NOT NULL,
    member_id VARCHAR NOT NULL,
    purchase_id VARCHAR NOT NULL,
    criterion_id VARCHAR NOT NULL,
    "round" INTEGER NOT NULL,
    level INTEGER NOT NULL,
    comment VARCHAR NOT NULL,
    rated_at TIMESTAMP NOT NULL,
    origin_id INTEGER,
    source_row INTEGER,
    revision INTEGER NOT NULL DEFAULT 1,
    withdrawn_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, member_id, purchase_id, criterion_id, "round", rated_at)
);

-- Files that came in, and the rows of them that could not be used.
CREATE TABLE loads (
    district_id VARCHAR NOT NULL,
    load_id VARCHAR NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    loaded_by VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    changes JSON NOT NULL,
    PRIMARY KEY (district_id, load_id)
);

-- What a load read: one row for each file and table. Records name it by a number, which costs a large ledger less to
-- write than the names themselves.
CREATE TABLE origins (
    district_id VARCHAR NOT NULL,
    origin_id INTEGER NOT NULL,
    load_id VARCHAR NOT NULL,
    source_file VARCHAR NOT NULL,
    PRIMARY KEY (district_id, origin_id)
);

CREATE TABLE set_aside (
    district_id VARCHAR NOT NULL,
    load_id VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    source_file VARCHAR NOT NULL,
    source_row INTEGER NOT NULL,
    cells JSON NOT NULL,
    reasons JSON NOT NULL
);

-- What people say beside a record, and attach to it.
CREATE TABLE comments (
    district_id VARCHAR NOT NULL,
    comment_id VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    record_key VARCHAR NOT NULL,
    said_at TIMESTAMP NOT NULL,
    said_by VARCHAR NOT NULL,
    words VARCHAR NOT NULL,
    mentions VARCHAR[] NOT NULL,
    withdrawn_at TIMESTAMP,
    PRIMARY KEY (district_id, comment_id)
);

CREATE TABLE attachments (
    district_id VARCHAR NOT NULL,
    attachment_id VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    record_key VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    added_at TIMESTAMP NOT NULL,
    added_by VARCHAR NOT NULL,
    withdrawn_at TIMESTAMP,
    PRIMARY KEY (district_id, attachment_id)
);

-- What people answered where two things may be the same. Only ever added to.
CREATE TABLE overlap_answers (
    district_id VARCHAR NOT NULL,
    answer_id VARCHAR NOT NULL,
    contract_id VARCHAR NOT NULL,
    other_table VARCHAR NOT NULL,
    other_key VARCHAR NOT NULL,
    answer VARCHAR NOT NULL,
    answered_at TIMESTAMP NOT NULL,
    answered_by VARCHAR NOT NULL,
    PRIMARY KEY (district_id, answer_id)
);

-- History: who changed which record, when, from what to what. Only ever added to.
CREATE TABLE changes (
    district_id VARCHAR NOT NULL,
    change_id VARCHAR NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    record_key VARCHAR NOT NULL,
    before_values JSON,
    after_values JSON,
    PRIMARY KEY (district_id, change_id)
);

-- One row a district, raised in the transaction of every write: "did anything change" costs one row.
CREATE TABLE versions (
    district_id VARCHAR NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (district_id)
);

CREATE TABLE settings (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (name)
);
