-- What was attached, and taken off again, stands in history; who took it off was not kept until now.
INSERT INTO changes (
    district_id, change_id, changed_at, changed_by, action, table_name, record_key, after_values
)
SELECT
    district_id, 'attached ' || attachment_id, added_at, added_by, 'attached', table_name, record_key,
    CAST('{"document": ' || to_json(title) || ', "address": ' || to_json(address) || '}' AS JSON)
FROM attachments;

INSERT INTO changes (
    district_id, change_id, changed_at, changed_by, action, table_name, record_key, before_values
)
SELECT
    district_id, 'took off ' || attachment_id, withdrawn_at, '', 'took off', table_name, record_key,
    CAST('{"document": ' || to_json(title) || ', "address": ' || to_json(address) || '}' AS JSON)
FROM attachments
WHERE withdrawn_at IS NOT NULL;
