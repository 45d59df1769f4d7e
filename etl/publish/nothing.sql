-- The snapshot before the first: every table that a build looks back at, without rows. Attached as `before`.
CREATE TABLE before.snapshot (snapshot_id INTEGER, published_at TIMESTAMP, data_date DATE, is_demo BOOLEAN, note VARCHAR);
CREATE TABLE before.source (source_id VARCHAR, file_name VARCHAR, sha256 VARCHAR, vintage VARCHAR, kind VARCHAR,
    sheet VARCHAR, as_of DATE, imported_at TIMESTAMP, rows_read BIGINT, rows_new BIGINT, rows_updated BIGINT,
    rows_unchanged BIGINT, rows_rejected BIGINT, rows_skipped BIGINT, is_demo BOOLEAN, address VARCHAR,
    precedence BIGINT);
CREATE TABLE before.problem (source_id VARCHAR, severity VARCHAR, code VARCHAR, sheet VARCHAR, cell VARCHAR,
    header VARCHAR, value VARCHAR, message VARCHAR);
CREATE TABLE before.commitment (commitment_id VARCHAR, ogp_id VARCHAR, plan_id VARCHAR, member_id VARCHAR,
    number VARCHAR, title VARCHAR, short_title VARCHAR, full_text VARCHAR, lead_institution VARCHAR,
    supporting_institutions VARCHAR, start_date DATE, end_date DATE, start_text VARCHAR, end_text VARCHAR, url VARCHAR,
    source_id VARCHAR, sheet VARCHAR, row BIGINT);
CREATE TABLE before.commitment_history AS FROM before.commitment;
CREATE TABLE before.rating (commitment_id VARCHAR, variable VARCHAR, stage VARCHAR, scale VARCHAR, code VARCHAR,
    rank INTEGER, label VARCHAR, missing VARCHAR, cell VARCHAR, source_id VARCHAR, sheet VARCHAR);
CREATE TABLE before.rating_history AS FROM before.rating;
CREATE TABLE before.theme (theme_id VARCHAR, label VARCHAR, parent_id VARCHAR, taxonomy VARCHAR);
CREATE TABLE before.commitment_taxonomy (commitment_id VARCHAR, taxonomy VARCHAR, source_id VARCHAR);
CREATE TABLE before.commitment_theme (commitment_id VARCHAR, theme_id VARCHAR);
CREATE TABLE before.commitment_theme_missing (commitment_id VARCHAR, theme_id VARCHAR, missing VARCHAR);
CREATE TABLE before.action_plan_version (plan_id VARCHAR, member_id VARCHAR, number INTEGER, year INTEGER,
    end_year INTEGER, duration INTEGER, starts_on DATE, ends_on DATE, source_id VARCHAR);
CREATE TABLE before.process (plan_id VARCHAR, question VARCHAR, answer VARCHAR, flag BOOLEAN, missing VARCHAR,
    source_id VARCHAR, cell VARCHAR);
CREATE TABLE before.change (snapshot_id INTEGER, commitment_id VARCHAR, variable VARCHAR, stage VARCHAR,
    before VARCHAR, after VARCHAR, source_id VARCHAR);
CREATE TABLE before.network_update (commitment_id VARCHAR, period VARCHAR, status VARCHAR, progress VARCHAR,
    evidence_url VARCHAR, challenge VARCHAR, next_step VARCHAR, owner VARCHAR, due_on DATE, reported_by VARCHAR,
    reported_on DATE, source_id VARCHAR);
