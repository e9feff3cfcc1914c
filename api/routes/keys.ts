import { z } from 'zod';
import { list } from '../../journey/base/bounded.ts';
import { createKey, type KeyLine, listKeys, revokeKey } from '../../store/access/keys.ts';
import type { Database } from '../../store/base/sql.ts';
import { PersonName, Text, Time } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';

export interface KeyPorts {
  readonly database: Pick<Database, 'sql' | 'transaction'>;
}

const SCOPES = ['ingest', 'read', 'author', 'operate', 'admin'] as const;
const Scopes = list(z.enum(SCOPES), SCOPES.length, 1);

const Key = z
  .object({
    id: z.string().describe('Id of the key, as the audit log names it'),
    name: z.string(),
    scopes: z
      .array(z.enum(SCOPES))
      .describe(
        '`ingest`: send events and enter users. `read`: read everything. `author`: change journeys and segments. `operate`: act on instances. `admin`: everything.',
      ),
    createdAt: Time,
    lastUsedAt: Time.nullable().describe('To the minute'),
    revokedAt: Time.nullable(),
    isOwn: z.boolean().describe('True for the key that made this call'),
  })
  .meta({ id: 'ApiKey' });

/** Routes for API keys. A key is shown only when it is created, since only its hash is stored. */
export function keyRoutes({ database }: KeyPorts): readonly Route[] {
  const { sql } = database;
  const common = { tag: 'Operations', access: 'admin' } as const;
  return [
    route(
      {
        ...common,
        method: 'get',
        path: '/v1/keys',
        name: 'listKeys',
        summary: 'List API keys, without their secrets',
        answer: z.object({ keys: z.array(Key) }).meta({ id: 'ApiKeys' }),
      },
      async ({ caller }) => {
        const keys = await listKeys(sql, caller.workspace);
        return answer({ keys: keys.map((key) => viewOf(key, caller.key)) });
      },
    ),
    route(
      {
        ...common,
        method: 'post',
        path: '/v1/keys',
        name: 'createKey',
        summary: 'Create an API key',
        description: 'The key is shown in this answer only.',
        body: z.strictObject({ name: PersonName, scopes: Scopes }),
        answer: z
          .object({ key: z.string().describe('Send it as `Authorization: Bearer …`. It is not shown again.') })
          .meta({ id: 'NewApiKey' }),
        statuses: { 201: 'Created' },
      },
      async ({ body: { name, scopes }, caller: { workspace, key: actor } }) => {
        const key = await database.transaction((own) =>
          createKey(own, { workspace, name, scopes: [...new Set(scopes)], kind: 'live', actor }),
        );
        return answer({ key }, { status: 201 });
      },
    ),
    route(
      {
        ...common,
        method: 'delete',
        path: '/v1/keys/:id',
        name: 'revokeKey',
        summary: 'Revoke an API key',
        description:
          'The key stops working within five seconds on every machine, and everyone signed in with it is signed out. It stays in the list for the audit log.',
        params: z.strictObject({ id: Text(40) }),
        answer: z.object({ id: z.string() }).meta({ id: 'ApiKeyRevoked' }),
        refusals: ['key-not-found', 'key-last-admin'],
      },
      async ({ params: { id }, caller: { workspace, key: actor } }) => {
        const outcome = await revokeKey(database, { workspace, id, actor });
        switch (outcome) {
          case 'revoked':
            return answer({ id });
          case 'not-found':
            return refusal('key-not-found', `there is no active key "${id}"`, 'list keys with GET /v1/keys');
          case 'last-admin':
            return refusal(
              'key-last-admin',
              `"${id}" is the last key with the scope "admin"`,
              'create another key with the scope "admin" first',
            );
        }
      },
    ),
  ];
}

const viewOf = ({ scopes, ...key }: KeyLine, own: string) => ({ ...key, scopes: [...scopes], isOwn: key.id === own });
