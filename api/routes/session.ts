import { z } from 'zod';
import { text } from '../../journey/base/bounded.ts';
import { MOST } from '../../journey/base/limits.ts';
import { parseKey } from '../../store/access/keys.ts';
import { beginSession, endSession, makeSignInCode, takeSignInCode } from '../../store/access/sessions.ts';
import type { Sql } from '../../store/base/sql.ts';
import type { Auth } from '../auth.ts';
import { PersonName } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';
import { cookieOf, noCookie, tokenIn } from '../session-cookie.ts';

export interface SessionPorts {
  readonly sql: Sql;
  readonly auth: Auth;
  /** Where people see the list of workflows in Temporal's UI. */
  readonly temporalUi: string | null;
  /** Whether people reach it by TLS: the cookie then goes over nothing else. */
  readonly isSecure: boolean;
}

const SessionSchema = z
  .object({
    workspace: z.object({ id: z.string() }),
    name: z.string().describe('Who has signed in; of a call with a key, the id of the key'),
    key: z.string().describe('The id of the key that they act with'),
    scopes: z.array(z.enum(['ingest', 'read', 'author', 'operate', 'admin'])),
    temporalUi: z
      .string()
      .nullable()
      .describe("The list of workflows in Temporal's UI; one is at `/<workflowId>` below it"),
  })
  .meta({ id: 'Session' });

const SignIn = z
  .union([
    z.strictObject({ key: text(MOST.apiKey).describe('An API key'), name: PersonName.describe('Who you are') }),
    z.strictObject({ code: text(MOST.apiKey).describe('Printed by `npm start`; good once, for ten minutes') }),
  ])
  .meta({ id: 'SignIn' });

/** Signing in, for people: a cookie instead of a key (design.md §15). */
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
      const who = 'code' in body ? await takeSignInCode(sql, body.code) : await ownerOf(auth, body.key);
      if (!who) return refusal('code-wrong', 'this code has been used, or its ten minutes are over', FIX);
      const name = 'code' in body ? 'You' : body.name;
      const token = await beginSession(sql, { ...who, name });
      const { scopes } = await auth.identifySession(token);
      return answer(
        { workspace: { id: who.workspace }, name, key: who.key, scopes: [...scopes], temporalUi },
        { status: 201, headers: { 'Set-Cookie': cookieOf(token, isSecure) } },
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
      const token = tokenIn(headers);
      if (token !== undefined) await endSession(sql, token);
      return answer({ signedOut: token !== undefined }, { headers: { 'Set-Cookie': noCookie(isSecure) } });
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
      answer: z.object({ code: z.string(), path: z.string().describe('Where it is good: `/sign-in#code=…`') }),
      statuses: { 201: 'Made' },
    },
    async ({ caller: { workspace, key } }) => {
      const code = await makeSignInCode(sql, { workspace, key });
      return answer({ code, path: `/sign-in#code=${code}` }, { status: 201 });
    },
  ),
];

const FIX = 'start Sojourn again for a new one, or sign in by an API key';

/** @throws Denied `key-wrong` */
async function ownerOf(auth: Auth, text: string) {
  const { workspace, key } = await auth.identify(parseKey(text.trim()) ? text.trim() : 'no key');
  return { workspace, key };
}
