import pg from 'pg';

/**
 * Lets a role run API and worker on a schema that another role owns. The role can read and add audit entries, but not
 * change them or set their time or number. It can't record migrations or change how long audit entries are kept. Safe
 * to repeat; `url` is the owner's.
 *
 * @throws if the role could still change audit entries because it owns them or has an owner's privileges
 */
export async function grantRunning(url: string, role: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ owner: string }>('select current_user as owner');
    if (rows[0]?.owner === role) throw rightsTooWide(role, 'both URLs name it');
    await client.query(grantStatements(pg.escapeIdentifier(role)));
    if (await canChangeAudit(client, role))
      throw rightsTooWide(role, 'it owns the table, is a superuser, or is a member of a role that owns it');
  } finally {
    await client.end();
  }
}

/**
 * Returns whether a role (by default the connected one) can change or delete audit entries. The audit table must exist.
 */
export async function canChangeAudit(client: pg.Client, role?: string): Promise<boolean> {
  const { rows } = await client.query<{ can: boolean }>(
    `select has_table_privilege(coalesce($1, current_user), 'sojourn.audit', 'update, delete, truncate') as can`,
    [role ?? null],
  );
  return rows[0]?.can ?? false;
}

/** Returns the role that a URL connects as, which the URL itself need not name. */
export async function roleOf(url: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ role: string }>('select current_user as role');
    return rows[0]?.role ?? '';
  } finally {
    await client.end();
  }
}

const rightsTooWide = (role: string, why: string) =>
  new Error(
    `The role "${role}" of DATABASE_URL can change audit entries: ${why}. Give DATABASE_URL a role that owns nothing, and MIGRATE_DATABASE_URL the role that owns the schema.`,
  );

/**
 * Returns the grants in one transaction, so that no session sees the wide grant before it is narrowed. Later tables and
 * partitions are granted when they are created.
 */
const grantStatements = (role: string): string => `
  begin;
  select pg_advisory_xact_lock(hashtextextended('roles', 2));
  grant usage on schema sojourn to ${role};
  grant select, insert, update, delete on all tables in schema sojourn to ${role};
  grant usage, select on all sequences in schema sojourn to ${role};
  grant execute on all functions in schema sojourn to ${role};
  alter default privileges in schema sojourn grant select, insert, update, delete on tables to ${role};
  alter default privileges in schema sojourn grant usage, select on sequences to ${role};
  alter default privileges in schema sojourn grant execute on functions to ${role};
  grant truncate on sojourn.write_probe to ${role};
  revoke all on sojourn.audit, sojourn.audit_policy, sojourn.migrations from ${role};
  grant select on sojourn.audit, sojourn.audit_policy, sojourn.migrations to ${role};
  grant insert (workspace, actor, action, about, before, after) on sojourn.audit to ${role};
  commit;`;
