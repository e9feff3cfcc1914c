import { z } from 'zod';
import { Json } from '../base/any-json.ts';
import { record, text } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import { ContextName } from '../conditions/path.ts';
import { giveUpAfter } from '../delivery/give-up.ts';
import type { Input } from '../events/input.ts';
import { because, leave } from '../moves/move.ts';
import { common, defineNode, type Untaken } from './define.ts';
import { moveByOutcome, send } from './send.ts';
import { textsIn } from './value.ts';

const STATUS_PORT = /^[3-5](\d\d|xx)$/;
/** Statuses that aren't failures, or aren't final answers. */
const NO_FAILURE = /^[12](\d\d|xx)$/;

/** Calls another system with a signed request (Standard Webhooks) and continues by its answer. */
export const webhook = defineNode({
  type: 'webhook',
  family: 'channel',
  title: 'Webhook',
  about:
    'Calls another system with a signed request (Standard Webhooks) and continues by its answer: `ok`, `failed`, or a linked status such as `404` or `4xx`. Retries on 408, 425, 429, 5xx and timeouts until `giveUpAfter`. Then the last answer decides.',
  example: {
    type: 'webhook',
    url: 'https://crm.example/users/{{ userId }}',
    body: { plan: '{{ profile.plan }}' },
    as: 'crm',
    links: { ok: 'branch', failed: 'remind' },
  },
  waits: true,
  offers: [{ title: 'Webhook', icon: 'webhook', blank: () => ({ type: 'webhook', url: '' }) }],
  schema: z.strictObject({
    type: z.literal('webhook'),
    url: text(MOST.url, { min: 1 }).describe('URL, http or https. A Liquid template.'),
    method: z.enum(['POST', 'PUT', 'PATCH']).default('POST'),
    headers: record(text(100).regex(/^[A-Za-z0-9-]{1,100}$/, 'use letters, digits and hyphens'), text(MOST.header), {
      max: MOST.headers,
    }).default({}),
    body: Json.default({}).describe('JSON body. Its texts are Liquid templates.'),
    as: ContextName.optional().describe('Store the JSON answer as context.<name>'),
    giveUpAfter: giveUpAfter('webhook'),
    ...common,
  }),
  ports: () => ['ok', 'failed'],
  /** Ports such as `404` and `4xx` may be linked and are taken before `failed`. */
  optionalPorts: (node) => Object.keys(node.links ?? {}).filter((port) => STATUS_PORT.test(port)),
  untakenPorts: ({ links = {} }): Readonly<Record<string, Untaken>> =>
    Object.fromEntries(
      Object.keys(links).flatMap((port) =>
        NO_FAILURE.test(port)
          ? [[port, { why: 'every answer of 2xx leaves by "ok", and none has 1xx', fix: 'link "ok"' }] as const]
          : [],
      ),
    ),
  arrive: () => send('webhook'),
  wake({ node }, input) {
    const response =
      input.type === 'outcome' && node.as !== undefined ? { context: { [node.as]: input.response } } : undefined;
    const failed = input.type === 'outcome' ? statusPort(input.status, node.links ?? {}) : undefined;
    if (failed !== undefined)
      return leave(failed, because('webhook-answered', { status: failed, ...detailOf(input) }), response);
    return moveByOutcome(input, { sent: 'ok', failed: 'failed' }, response);
  },
  texts: ({ url, headers, body }) => [
    { text: url, where: 'url' },
    ...Object.entries(headers).map(([name, text]) => ({ text, where: `headers.${name}` })),
    ...textsIn(body, 'body'),
  ],
  provides: (node) => (node.as === undefined ? [] : [node.as]),
  flaws: ({ url }) =>
    /^(https?:\/\/|\{\{)/.test(url)
      ? []
      : [{ where: 'url', message: `"${url}" isn't an http address`, fix: 'start with https://' }],
  describe: (node) => `${node.method} to ${node.url}`,
});

const detailOf = (input: Input): Record<string, string> =>
  input.type === 'outcome' && input.detail !== null ? { detail: input.detail } : {};

/** Returns the linked port of a failure status: the exact status, else its class. */
function statusPort(status: number | null, links: Readonly<Record<string, string>>): string | undefined {
  if (status === null || status < 300) return undefined;
  return [String(status), `${Math.floor(status / 100)}xx`].find((port) => Object.hasOwn(links, port));
}
