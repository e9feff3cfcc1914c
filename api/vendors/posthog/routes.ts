import { z } from 'zod';
import { text } from '../../../journey/base/bounded.ts';
import { isObject } from '../../../journey/base/json.ts';
import { MOST } from '../../../journey/base/limits.ts';
import { MAX_BATCH_BYTES, MAX_EVENT_BYTES, takeBatch, takeMessage } from '../../events/intake.ts';
import { answer, pageRoute, type Route, type RouteResult, route } from '../../route.ts';
import { Taken } from '../../taken.ts';
import { parseBy } from '../translate.ts';
import type { VendorPorts } from '../vendor.ts';
import { POSTHOG } from './dialect.ts';
import { NO_FLAGS, REMOTE_CONFIG } from './empty-answers.ts';
import { translateEvent } from './translate.ts';

const COMMON = { tag: 'Events', kind: 'events', dialect: POSTHOG, access: 'ingest' } as const;

/** Query that PostHog's browser client adds, such as `ip`, `_`, `ver` and `compression`. */
const AnyQuery = z.looseObject({});

const Captured = Taken.omit({ success: true })
  .extend({ status: z.literal('Ok') })
  .meta({ id: 'PostHogCaptured' });

/** Routes of PostHog's capture API. Flags and the browser's configuration are answered emptily. */
export const posthogRoutes = (ports: VendorPorts): readonly Route[] => [
  captureRoute(ports),
  flagsRoute(),
  configRoute(),
  configScriptRoute(),
];

const captureRoute = (ports: VendorPorts): Route =>
  route(
    {
      ...COMMON,
      method: 'post',
      path: '/batch/',
      aliases: ['/batch', '/capture', '/capture/', '/e', '/e/', '/i/v0/e', '/i/v0/e/', '/track', '/track/'],
      name: 'captureFromPostHog',
      summary: "Record events in PostHog's format",
      description: `For PostHog's clients. The key is the project's \`api_key\`. One event has at most ${MAX_EVENT_BYTES} bytes, a batch ${MOST.messages} events and ${MAX_BATCH_BYTES} bytes. \`$identify\` and \`$set\` change traits, \`$pageview\` is the event "Page Viewed", and other names lose their \`$\`. \`$set_once\` has no effect.`,
      query: AnyQuery,
      body: z.unknown().describe('One event, a list of events, or {api_key, batch, sent_at}'),
      answer: Captured,
      refusals: ['body-too-large'],
    },
    async ({ body, bodyBytes, caller: { workspace } }) => {
      const about = { workspace, bodyBytes, parse: parseEvent };
      const batch = readBatch(body);
      return toCaptured(
        batch ? await takeBatch(ports, { ...about, ...batch }) : await takeMessage(ports, { ...about, message: body }),
      );
    },
  );

const parseEvent = parseBy(translateEvent);

function readBatch(body: unknown) {
  if (Array.isArray(body)) return { messages: body as readonly unknown[], list: '' };
  if (!isObject(body) || !Array.isArray(body.batch)) return undefined;
  return { messages: body.batch as readonly unknown[], list: 'batch', sentAt: body.sent_at ?? body.sentAt };
}

function toCaptured(taken: RouteResult<Taken>): RouteResult<z.infer<typeof Captured>> {
  if (!taken.ok) return taken;
  const { success: _, ...counts } = taken.value;
  return answer({ status: 'Ok', ...counts });
}

const flagsRoute = (): Route =>
  route(
    {
      ...COMMON,
      method: 'post',
      path: '/flags/',
      aliases: ['/flags', '/decide', '/decide/'],
      name: 'getPostHogFlags',
      summary: "Answer PostHog's clients that there are no feature flags",
      query: AnyQuery,
      body: z.unknown(),
      answer: z.looseObject({ flags: z.object({}), featureFlags: z.object({}) }).meta({ id: 'PostHogFlags' }),
    },
    () => answer(NO_FLAGS),
  );

const Project = z.strictObject({ token: text(MOST.apiKey) });

const configRoute = (): Route =>
  route(
    {
      ...COMMON,
      method: 'get',
      path: '/array/:token/config',
      name: 'getPostHogConfig',
      summary: "Get the configuration of PostHog's browser client: everything but events is off",
      params: Project,
      query: AnyQuery,
      answer: z.looseObject({}).meta({ id: 'PostHogConfig' }),
    },
    () => answer(REMOTE_CONFIG),
  );

const configScriptRoute = (): Route =>
  pageRoute(
    {
      ...COMMON,
      method: 'get',
      path: '/array/:token/config.js',
      name: 'getPostHogConfigScript',
      summary: "Get the configuration of PostHog's browser client as a script",
      params: Project,
      query: AnyQuery,
      answer: 'text/javascript',
    },
    ({ params: { token } }) => {
      const config = JSON.stringify({ config: REMOTE_CONFIG, siteApps: [] });
      const all = 'window._POSTHOG_REMOTE_CONFIG';
      return answer({ text: `${all} = ${all} || {};\n${all}[${JSON.stringify(token)}] = ${config};\n` });
    },
  );
