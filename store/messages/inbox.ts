import type { InstanceId, JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonValue } from '../../journey/base/json.ts';
import type { Channel } from '../../journey/delivery/channel.ts';
import { part, type Sql } from '../base/sql.ts';

/** A message that the mail catcher or a sandbox caught, for the inbox. */
export interface CaughtMessage {
  readonly key: string;
  readonly channel: Channel;
  readonly caughtBy: 'smtp' | 'sandbox';
  readonly recipient: string;
  readonly subject: string | null;
  readonly body: JsonValue;
  readonly caughtAt: string;
  /** How often it was caught under the same key. */
  readonly copies: number;
  /** The user and node it was sent for; null if no journey sent it. */
  readonly about: {
    readonly userId: string;
    readonly journey: JourneyId;
    readonly instance: InstanceId;
    readonly node: string;
  } | null;
}

interface Catch extends Omit<CaughtMessage, 'caughtAt' | 'copies' | 'about'> {
  readonly workspace: WorkspaceId;
}

/**
 * Creates the port of channels/port.ts over the table. The first copy is kept; a repeat under its key is only counted.
 */
export const createInbox = (sql: Sql) => ({
  async catch({ workspace, key, channel, caughtBy, recipient, subject, body }: Catch): Promise<void> {
    await sql`
      insert into inbox (workspace, key, channel, caught_by, recipient, subject, body)
      values (${workspace}, ${key}, ${channel}, ${caughtBy}, ${recipient}, ${subject}, ${JSON.stringify(body)}::jsonb)
      on conflict (workspace, key) do update set copies = inbox.copies + 1`;
  },
});

export interface InboxQuery {
  readonly workspace: WorkspaceId;
  readonly channel?: Channel;
  readonly recipient?: string;
  readonly limit: number;
  /** `next` of the previous page. */
  readonly before?: string;
}

export interface InboxPage {
  readonly messages: readonly CaughtMessage[];
  /** Undefined on the last page. */
  readonly next?: string;
}

/**
 * Lists caught messages, newest first.
 * @throws TypeError if `before` is not a cursor (see `INBOX_CURSOR`)
 */
export async function listInbox(sql: Sql, { limit, before, ...of }: InboxQuery): Promise<InboxPage> {
  const from = before === undefined ? undefined : parseCursor(before);
  const rows = await findRows(sql, { ...of, from, limit: limit + 1 });
  const page = rows.filter(({ isIncluded }) => isIncluded).slice(0, limit);
  const last = page.at(-1);
  return {
    messages: page.map(messageOf),
    next: rows.length > page.length && last ? `${last.micros}.${last.key}` : undefined,
  };
}

export async function findCaught(sql: Sql, workspace: WorkspaceId, key: string): Promise<CaughtMessage | undefined> {
  const [found] = await findRows(sql, { workspace, key, limit: 1 });
  return found && messageOf(found);
}

interface Row extends CaughtMessage {
  readonly micros: number;
  /** False if its body doesn't fit in the page and was left out. */
  readonly isIncluded: boolean;
}

const messageOf = ({ micros: _, isIncluded: __, ...message }: Row): CaughtMessage => message;

/** Bytes of bodies in one page; the first message's body is always included. */
const MOST_BYTES = 4_000_000;

interface Wanted extends Omit<InboxQuery, 'before'> {
  readonly key?: string;
  readonly from?: ReturnType<typeof parseCursor> | undefined;
}

const findRows = (sql: Sql, { workspace, key, channel, recipient, from, limit }: Wanted) =>
  sql<Row>`
    with found as (
      select i.* from inbox i
       where i.workspace = ${workspace}
         ${key === undefined ? part`` : part`and i.key = ${key}`}
         ${channel === undefined ? part`` : part`and i.channel = ${channel}`}
         ${recipient === undefined ? part`` : part`and lower(i.recipient) = lower(${recipient})`}
         ${from === undefined ? part`` : isBefore(from)}
       order by i.caught_at desc, i.key desc limit ${limit}
    ), measured as (
      select *, row_number() over newest = 1 or sum(octet_length(body::text)) over newest <= ${MOST_BYTES} as fits
        from found window newest as (order by caught_at desc, key desc)
    )
    select i.key, i.channel, i.caught_by as "caughtBy", i.recipient, i.subject,
           case when i.fits then i.body end as body, i.caught_at as "caughtAt", i.copies,
           (extract(epoch from i.caught_at) * 1000000)::bigint as micros, i.fits as "isIncluded", own.about
      from measured i left join lateral (
        select jsonb_build_object('userId', p.user_id, 'journey', m.journey, 'instance', m.instance,
                                  'node', m.node) as about
          from messages m join instances p on p.workspace = m.workspace and p.id = m.instance
         where m.workspace = i.workspace and m.key = i.key) own on true
     order by i.caught_at desc, i.key desc`;

const isBefore = ({ micros, key }: NonNullable<Wanted['from']>) => part`
  and (i.caught_at, i.key) < (to_timestamp(0) + ${micros}::bigint * interval '1 microsecond', ${key})`;

/** Form of a cursor. The key orders messages of the same microsecond, so that no page skips or repeats one. */
export const INBOX_CURSOR = /^(\d{1,16})\.([^\0]+)$/;

function parseCursor(cursor: string): { readonly micros: number; readonly key: string } {
  const [, micros, key] = INBOX_CURSOR.exec(cursor) ?? [];
  if (micros === undefined || key === undefined) throw new TypeError(`"${cursor}" is not a page's next`);
  return { micros: Number(micros), key };
}
