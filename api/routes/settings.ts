import { z } from 'zod';
import type { SmsLimits } from '../../channels/sms/limits.ts';
import { Settings } from '../../journey/delivery/settings.ts';
import { validateSettings } from '../../journey/validate/settings.ts';
import { listAudit } from '../../store/access/audit.ts';
import { readSettings, writeSettings } from '../../store/access/settings.ts';
import type { Database } from '../../store/base/sql.ts';
import { readSmsDay } from '../../store/messages/sms-budget.ts';
import { Limit, Next, NumberCursor, nextOf, Time } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';

export interface SettingPorts {
  /** Limits of SMS that the environment sets. */
  readonly sms?: SmsLimits | undefined;
  readonly database: Pick<Database, 'sql' | 'transaction'>;
}

const Changed = z.record(z.string(), z.unknown()).nullable();

const AuditPage = z
  .object({
    entries: z.array(
      z.object({
        id: z.int(),
        at: Time,
        actor: z.string().describe("A key's id, or what acted without one"),
        action: z.string(),
        about: z.record(z.string(), z.unknown()).describe('Ids only'),
        before: Changed.describe(
          'What the change replaced: fields and values, or versions. Null if nothing or unknown.',
        ),
        after: Changed.describe('The values after the change. Null if nothing or unknown.'),
      }),
    ),
    next: Next,
  })
  .meta({ id: 'AuditPage' });

const SmsBudget = z
  .object({
    day: z.string().describe('The current day of UTC'),
    segments: z.int().describe('Segments sent on that day'),
    held: z.int().describe('Attempts that were held because the budget was used up'),
    segmentsPerDay: z.int().nullable().describe('The budget: `SMS_SEGMENTS_PER_DAY`. Null: no limit.'),
    countries: z.array(z.string()).nullable().describe('Countries that SMS may go to: `SMS_COUNTRIES`. Null: all.'),
  })
  .meta({ id: 'SmsBudget' });

/** Routes for the workspace's settings and audit log. */
export function settingRoutes({ database, sms = NO_LIMITS }: SettingPorts): readonly Route[] {
  const { sql } = database;
  const tag = 'Operations';
  return [
    route(
      {
        method: 'get',
        path: '/v1/settings',
        name: 'getSettings',
        tag,
        access: 'read',
        summary: "Get the workspace's settings, including the policies for all journeys",
        answer: Settings,
      },
      async ({ caller: { workspace } }) => answer(await readSettings(sql, workspace)),
    ),
    route(
      {
        method: 'put',
        path: '/v1/settings',
        name: 'putSettings',
        tag,
        access: 'admin',
        summary: 'Update the workspace settings',
        description:
          'Quiet hours, frequency caps, consent, topics and the control group apply to all journeys, starting with the next decision for each user. Held messages keep their release time, and Sojourn checks them again then. Reports and new journeys use the time zone and the country of phone numbers. A topic can’t be removed while a journey uses it.',
        body: Settings,
        answer: Settings,
        refusals: ['request-invalid', 'topic-in-use'],
      },
      async ({ body, caller: { workspace, key } }) => {
        const errors = validateSettings(body);
        const [first] = errors;
        if (first) return refusal('request-invalid', `${first.path}: ${first.message}`, first.fix, { errors });
        const written = await writeSettings(database, workspace, body, key);
        return written.ok ? answer(body) : written;
      },
    ),
    route(
      {
        method: 'get',
        path: '/v1/sms-budget',
        name: 'getSmsBudget',
        tag,
        access: 'read',
        summary: 'Get how much of the day’s budget of SMS is used, and which countries are allowed',
        answer: SmsBudget,
      },
      async ({ caller: { workspace } }) => {
        const day = new Date().toISOString().slice(0, 10);
        const { segments, held } = await readSmsDay(sql, workspace, day);
        const { segmentsPerDay, countries } = sms;
        const limits = { segmentsPerDay: segmentsPerDay || null, countries: countries ? [...countries] : null };
        return answer({ day, segments, held, ...limits });
      },
    ),
    route(
      {
        method: 'get',
        path: '/v1/audit',
        name: 'listAudit',
        tag,
        access: 'admin',
        summary: 'List audit entries, including denied calls, newest first',
        query: z.strictObject({ limit: Limit, cursor: NumberCursor }),
        answer: AuditPage,
      },
      async ({ query: { limit, cursor }, caller: { workspace } }) => {
        const found = await listAudit(sql, { workspace, before: cursor, limit: limit + 1 });
        const entries = found.slice(0, limit).map(({ about, before, after, ...entry }) => ({
          ...entry,
          about: { ...about },
          before: before && { ...before },
          after: after && { ...after },
        }));
        return answer({ entries, next: nextOf(found.length > limit ? (entries.at(-1)?.id ?? null) : null) });
      },
    ),
  ];
}

const NO_LIMITS: SmsLimits = { segmentsPerDay: 0 };
