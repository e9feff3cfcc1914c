import type { JsonValue } from '../../journey/base/json.ts';
import type { Channel } from '../../journey/delivery/channel.ts';
import { part, type Sql } from '../base/sql.ts';

/** What the mail catcher and the sandboxes caught, for the inbox. */
export interface CaughtMessage {
  readonly key: string;
  readonly channel: Channel;
  readonly caughtBy: 'smtp' | 'sandbox';
  readonly recipient: string;
  readonly subject: string | null;
  readonly body: JsonValue;
  readonly caughtAt: string;
  /** More than one: it came again under the same key. */
  readonly copies: number;
  /** Whose it is, and of which node; null where no journey sent it. */
  readonly about: {
    readonly userId: string;
    readonly journey: string;
    readonly instance: string;
    readonly node: string;
  } | null;
}

interface Catch extends Omit<CaughtMessage, 'caughtAt' | 'copies' | 'about'> {
  readonly workspace: string;
}

/** The port of channels/port.ts over the table. The first copy stands: a repeat under the key is only counted. */
export const createInbox = (sql: Sql) => ({
  async catch({ workspace, key, channel, caughtBy, recipient, subject, body }: Catch): Promise<void> {
    await sql`
      insert into inbox (workspace, key, channel, caught_by, recipient, subject, body)
      values (${workspace}, ${key}, ${channel}, ${caughtBy}, ${recipient}, ${subject}, ${JSON.stringify(body)}::jsonb)
      on conflict (workspace, key) do update set copies = inbox.copies + 1`;
  },
});

export interface InboxQuery {
  readonly workspace: string;
  readonly channel?: Channel;
  readonly recipient?: string;
  readonly limit: number;
  /** A page's `next`. */
  readonly before?: string;
}

export interface InboxPage {
  readonly messages: readonly CaughtMessage[];
  /** Undefined on the last page. */
  readonly next?: string;
}

/**
 * Newest first.
 * @throws TypeError if `before` is not a cursor: see `INBOX_CURSOR`.
 */
export async function listInbox(sql: Sql, { limit, before, ...of }: InboxQuery): Promise<InboxPage> {
  const from = before === undefined ? undefined : parsed(before);
  const rows = await find(sql, { ...of, from, limit: limit + 1 });
  const page = rows.filter(({ fits }) => fits).slice(0, limit);
  const last = page.at(-1);
  return {
    messages: page.map(messageOf),
    next: rows.length > page.length && last ? `${last.micros}.${last.key}` : undefined,
  };
}

export async function findCaught(sql: Sql, workspace: string, key: string): Promise<CaughtMessage | undefined> {
  const [found] = await find(sql, { workspace, key, limit: 1 });
  return found && messageOf(found);
}

interface Row extends CaughtMessage {
  readonly micros: number;
  /** False: its body is beyond what one page holds, and is not there. */
  readonly fits: boolean;
}

const messageOf = ({ micros: _, fits: __, ...message }: Row): CaughtMessage => message;

/** Of the bodies of one page; the first is there however long it is. */
const MOST_BYTES = 4_000_000;

interface Wanted extends Omit<InboxQuery, 'before'> {
  readonly key?: string;
  readonly from?: ReturnType<typeof parsed> | undefined;
}

const find = (sql: Sql, { workspace, key, channel, recipient, from, limit }: Wanted) =>
  sql<Row>`
    with found as (
      select i.* from inbox i
       where i.workspace = ${workspace}
         ${key === undefined ? part`` : part`and i.key = ${key}`}
         ${channel === undefined ? part`` : part`and i.channel = ${channel}`}
         ${recipient === undefined ? part`` : part`and lower(i.recipient) = lower(${recipient})`}
         ${from === undefined ? part`` : part`and (i.caught_at, i.key) < (to_timestamp(0) + ${from.micros}::bigint * interval '1 microsecond', ${from.key})`}
       order by i.caught_at desc, i.key desc limit ${limit}
    ), measured as (
      select *, row_number() over newest = 1 or sum(octet_length(body::text)) over newest <= ${MOST_BYTES} as fits
        from found window newest as (order by caught_at desc, key desc)
    )
    select i.key, i.channel, i.caught_by as "caughtBy", i.recipient, i.subject, case when i.fits then i.body end as body, i.caught_at as "caughtAt",
           i.copies, (extract(epoch from i.caught_at) * 1000000)::bigint as micros, i.fits, own.about
      from measured i left join lateral (
        select jsonb_build_object('userId', p.user_id, 'journey', m.journey, 'instance', m.instance, 'node', m.node) as about
          from messages m join instances p on p.workspace = m.workspace and p.id = m.instance
         where m.workspace = i.workspace and m.key = i.key) own on true
     order by i.caught_at desc, i.key desc`;

/** Instants within a microsecond are told apart by their key, so that no page skips or repeats a message. */
export const INBOX_CURSOR = /^(\d{1,16})\.([^\0]+)$/;

function parsed(cursor: string): { readonly micros: number; readonly key: string } {
  const [, micros, key] = INBOX_CURSOR.exec(cursor) ?? [];
  if (micros === undefined || key === undefined) throw new TypeError(`"${cursor}" is not a page's next`);
  return { micros: Number(micros), key };
}
