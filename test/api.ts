import type { Express } from 'express';
import supertest from 'supertest';
import { z } from 'zod';
import { WorkspaceId } from '../journey/base/ids.ts';
import { validate } from '../journey/validate/index.ts';
import { createKey, type Scope } from '../store/access/keys.ts';
import { createPulse } from '../store/base/pulse.ts';
import { type Database, openDatabase } from '../store/base/sql.ts';
import { type ApiOptions, composeApi } from '../worker/api-system.ts';
import { freshDatabase } from './database.ts';

export interface TestApi {
  readonly app: Express;
  /** Metrics and readiness in full. */
  readonly unguarded: Express;
  readonly database: Database;
  readonly url: string;
  /** Calls with a key of all scopes. */
  readonly as: (key?: string) => ReturnType<typeof supertest.agent>;
  readonly key: (...scopes: Scope[]) => Promise<string>;
  /** What was logged as an error: a test that expects none should look. */
  readonly errors: readonly object[];
  /** Of those that read as it comes. */
  endStreams(): void;
  phase: 'starting' | 'running' | 'stopping';
  close(): Promise<void>;
}

/** The whole API over a database of the test's own; an answer that is not as documented is a 500. */
export async function startApi({
  url,
  queryTimeoutMs,
  workspace = 'main',
  ...options
}: Partial<
  Pick<
    ApiOptions,
    | 'patienceMs'
    | 'limits'
    | 'trustProxy'
    | 'hasPublicUrl'
    | 'publicUrl'
    | 'heavyReads'
    | 'beatMs'
    | 'findCallbacks'
    | 'linkTokens'
    | 'sms'
    | 'checkDns'
    | 'providers'
    | 'perSecond'
    | 'testMessages'
  >
> & {
  /** Default: `main`. Any other workspace must already exist. */
  readonly workspace?: string;
  /** Of a database that is there already; without it a fresh one. */
  readonly url?: string;
  readonly queryTimeoutMs?: number;
} = {}): Promise<TestApi> {
  const fresh = url === undefined ? await freshDatabase() : { url, drop: async () => {} };
  const pulse = createPulse(fresh.url);
  const common = { url: fresh.url, max: 5, name: 'test', connectMs: 2_000, pulse };
  const ingestDatabase = openDatabase(common);
  const own = openDatabase({ ...common, ...(queryTimeoutMs !== undefined && { statementTimeoutMs: queryTimeoutMs }) });
  const database: Database = {
    ...own,
    async close() {
      await Promise.all([own.close(), ingestDatabase.close()]);
    },
  };
  if (workspace === 'main') await database.sql`insert into workspaces (id) values ('main'), ('other')`;
  const key = (...scopes: Scope[]) =>
    createKey(database.sql, {
      workspace: WorkspaceId.parse(workspace),
      name: 'test',
      scopes,
      kind: 'dev',
      actor: 'test',
    });
  const admin = await key('admin');
  const errors: object[] = [];
  const log = { error: (about: object) => errors.push(about), warn: () => {}, debug: () => {} };
  const api = composeApi({
    database,
    ingestDatabase,
    workspace: WorkspaceId.parse(workspace),
    plainUserIds: false,
    validate,
    health: { pendingMigrations: async () => [], phase: () => test.phase },
    log,
    isChecking: true,
    ...options,
  });
  const test: TestApi = {
    app: api.app,
    unguarded: api.unguarded,
    database,
    url: fresh.url,
    as: (own = admin) => supertest.agent(api.app).set('Authorization', `Bearer ${own}`),
    key,
    errors,
    endStreams: () => api.endStreams(),
    phase: 'running',
    async close() {
      await api.close();
      await Promise.all([database.close(), pulse.close()]);
      await fresh.drop();
    },
  };
  return test;
}

/** A document, as JSON. */
export const journeyDocument = (change: Record<string, unknown> = {}) => ({
  id: 'welcome',
  name: 'Welcome',
  labels: ['onboarding'],
  entry: { type: 'api', reentry: { policy: 'always' } },
  start: 'hello',
  nodes: {
    hello: {
      type: 'message',
      channel: 'email',
      content: { subject: 'Hello {{ profile.firstName | default: "you" }}', text: 'Welcome' },
      links: Object.fromEntries(['sent', 'failed', 'unreachable', 'suppressed'].map((port) => [port, 'pause'])),
    },
    pause: {
      type: 'waitFor',
      events: { ordered: { event: 'Ordered' } },
      timeout: '2d',
      links: { ordered: 'end', timeout: 'end' },
    },
    end: { type: 'exit' },
  },
  ...change,
});

export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  message: z.string().min(3),
  detail: z.string().min(3),
  fix: z.string().min(3),
  instance: z.string().min(1),
});
