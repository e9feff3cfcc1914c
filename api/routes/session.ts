import { z } from 'zod';
import { text } from '../../journey/base/bounded.ts';
import { MOST } from '../../journey/base/limits.ts';
import { parseKey } from '../../store/access/keys.ts';
import { beginSession, endSession, makeSignInCode, takeSignInCode } from '../../store/access/sessions.ts';
import type { Sql } from '../../store/base/sql.ts';
import type { Auth } from '../auth.ts';
import { PersonName } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';
import { expiredCookie, readSessionToken, sessionCookie } from '../session-cookie.ts';

export interface SessionPorts {
  readonly sql: Sql;
  readonly auth: Auth;
  /** URL of the workflow list in Temporal's UI. */
  readonly temporalUi: string | null;
  /** True if the server is reached over TLS. The cookie is then limited to TLS. */
  readonly isSecure: boolean;
}

const SessionSchema = z
  .object({
    workspace: z.object({ id: z.string() }),
    name: z.string().describe("The signed-in person's name; for a call with a key, its id"),
    key: z.string().describe('Id of the key whose permissions apply'),
    scopes: z.array(z.enum(['ingest', 'read', 'author', 'operate', 'admin'])),
    temporalUi: z
      .string()
      .nullable()
      .describe("URL of the workflow list in Temporal's UI. Append `/<workflowId>` for one workflow."),
  })
  .meta({ id: 'Session' });

const SignIn = z
  .union([
    z.strictObject({ key: text(MOST.apiKey).describe('An API key'), name: PersonName.describe('Your name') }),
    z.strictObject({ code: text(MOST.apiKey).describe('One-time code printed by `npm start`, valid for ten minutes') }),
  ])
  .meta({ id: 'SignIn' });

/** Routes for signing in to the web app: a cookie instead of a key (design.md §15). */
export const sessionRoutes = ({ sql, auth, temporalUi, isSecure }: SessionPorts): readonly Route[] => [
  route(
    {
      method: 'post',
      path: '/v1/session',
      name: 'signIn',
      tag: 'Operations',
      access: 'open',
      summary: 'Sign in with a key or a one-time code',
      description: "Sets a cookie that scripts can't read. Calls with it need the header `X-Sojourn: 1`.",
      body: SignIn,
      answer: SessionSchema,
      statuses: { 201: 'Signed in' },
      refusals: ['key-wrong', 'code-wrong'],
    },
    async ({ body }) => {
      const who = 'code' in body ? await takeSignInCode(sql, body.code) : await identifyOwner(auth, body.key);
      if (!who) return refusal('code-wrong', 'this code has been used or has expired', FIX);
      const name = 'code' in body ? 'You' : body.name;
      const token = await beginSession(sql, { ...who, name });
      const { scopes } = await auth.identifySession(token);
      return answer(
        { workspace: { id: who.workspace }, name, key: who.key, scopes: [...scopes], temporalUi },
        { status: 201, headers: { 'Set-Cookie': sessionCookie(token, isSecure) } },
      );
    },
  ),
  route(
    {
      method: 'get',
      path: '/v1/session',
      name: 'getSession',
      tag: 'Operations',
      access: 'read',
      summary: 'Get the current session and its permissions',
      answer: SessionSchema,
    },
    ({ caller }) =>
      answer({
        workspace: { id: caller.workspace },
        name: caller.name ?? caller.key,
        key: caller.key,
        scopes: [...caller.scopes],
        temporalUi,
      }),
  ),
  route(
    {
      method: 'delete',
      path: '/v1/session',
      name: 'signOut',
      tag: 'Operations',
      access: 'open',
      summary: 'Sign out',
      answer: z.object({ signedOut: z.boolean() }),
    },
    async ({ headers }) => {
      const token = readSessionToken(headers);
      if (token !== undefined) await endSession(sql, token);
      return answer({ signedOut: token !== undefined }, { headers: { 'Set-Cookie': expiredCookie(isSecure) } });
    },
  ),
  route(
    {
      method: 'post',
      path: '/v1/sign-in-codes',
      name: 'makeSignInCode',
      tag: 'Operations',
      access: 'admin',
      summary: 'Create a one-time sign-in code with the permissions of the calling key',
      answer: z.object({ code: z.string(), path: z.string().describe('Path to open: `/sign-in#code=…`') }),
      statuses: { 201: 'Created' },
    },
    async ({ caller: { workspace, key } }) => {
      const code = await makeSignInCode(sql, { workspace, key });
      return answer({ code, path: `/sign-in#code=${code}` }, { status: 201 });
    },
  ),
];

const FIX = 'restart Sojourn for a new code, or sign in with an API key';

/**
 * Returns the workspace and id of a key.
 * @throws Denied `key-wrong`
 */
async function identifyOwner(auth: Auth, text: string) {
  const { workspace, key } = await auth.identify(parseKey(text.trim()) ? text.trim() : 'no key');
  return { workspace, key };
}
