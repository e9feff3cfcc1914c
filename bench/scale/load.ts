import type pg from 'pg';

interface Definition {
  readonly table: string;
  readonly name: string;
  readonly text: string;
  readonly isConstraint: boolean;
}

/**
 * Runs `work` without the indexes and keys of the given tables and recreates them afterwards. This takes a tenth of the
 * time of updating them row by row.
 */
export async function withoutIndexes(client: pg.Client, tables: readonly string[], work: () => Promise<void>) {
  const { rows } = await client.query<Definition>(
    `select c.relname as table, i.relname as name,
      coalesce(pg_get_constraintdef(k.oid), pg_get_indexdef(x.indexrelid)) as text, k.oid is not null as "isConstraint"
       from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
       left join pg_constraint k on k.conindid = x.indexrelid and k.contype in ('p', 'u')
      where c.relnamespace = 'sojourn'::regnamespace and c.relname = any($1)`,
    [tables],
  );
  for (const { table, name, isConstraint } of rows)
    await client.query(isConstraint ? `alter table ${table} drop constraint ${name}` : `drop index ${name}`);
  await work();
  for (const { table, name, text, isConstraint } of rows)
    await client.query(
      isConstraint ? `alter table ${table} add constraint ${name} ${text}` : text.replace(' ON ONLY ', ' ON '),
    ); // of partitions too
}
