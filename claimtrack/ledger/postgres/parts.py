"""The question of what a schema in PostgreSQL is made of: rows of kind, name, what it belongs to, what it says.

`{schema}` is the number of the schema. What a trigger says ends with whether it is on.
"""

_RELATIONS = "pg_class AS one WHERE one.relnamespace = {schema}"
_OF_RELATIONS = "JOIN pg_class AS one ON one.oid = {of} WHERE one.relnamespace = {schema}"

PARTS = " UNION ALL ".join((
    # A table with its columns; whether it hides rows from some.
    "SELECT 'table', CAST(relname AS text), CAST(relname AS text), concat(relrowsecurity, relforcerowsecurity, "
    "relpersistence = 'u', (SELECT string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull, "
    "attgenerated, attidentity, pg_get_expr(adbin, adrelid)), ', ' ORDER BY attnum) FROM pg_attribute "
    "LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum "
    "WHERE attrelid = one.oid AND attnum > 0 AND NOT attisdropped)) "
    f"FROM {_RELATIONS} AND relkind NOT IN ('v', 'i', 'I', 'c')",
    f"SELECT 'view', relname, relname, pg_get_viewdef(one.oid) FROM {_RELATIONS} AND relkind = 'v'",
    "SELECT 'index', index.relname, one.relname, pg_get_indexdef(indexrelid) FROM pg_index "
    f"JOIN pg_class AS index ON index.oid = indexrelid {_OF_RELATIONS.replace('{of}', 'indrelid')}",
    "SELECT 'constraint', conname, one.relname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint "
    f"{_OF_RELATIONS.replace('{of}', 'conrelid')} AND contype IN ('p', 'u', 'f', 'c', 'x')",
    "SELECT 'trigger', tgname, one.relname, concat(pg_get_triggerdef(pg_trigger.oid), "
    "CASE WHEN tgenabled IN ('O', 'A') THEN ' on' ELSE ' off' END) FROM pg_trigger "
    f"{_OF_RELATIONS.replace('{of}', 'tgrelid')} AND NOT tgisinternal",
    "SELECT 'rule', rulename, one.relname, pg_get_ruledef(pg_rewrite.oid) FROM pg_rewrite "
    f"{_OF_RELATIONS.replace('{of}', 'ev_class')} AND rulename <> '_RETURN'",
    "SELECT 'policy', polname, one.relname, pg_get_expr(polqual, polrelid) FROM pg_policy "
    f"{_OF_RELATIONS.replace('{of}', 'polrelid')}",
    "SELECT 'function', proname, proname, concat(pg_get_function_identity_arguments(oid), prosrc, prosecdef) "
    "FROM pg_proc WHERE pronamespace = {schema}",
    "SELECT 'domain', typname, typname, format_type(typbasetype, typtypmod) FROM pg_type "
    "WHERE typnamespace = {schema} AND typtype = 'd'",
))  # fmt: skip
