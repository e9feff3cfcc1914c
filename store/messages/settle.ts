import type { Outcome } from '../../journey/delivery/channel.ts';
import { eventOfOutcome, messageProperties } from '../../journey/events/message-events.ts';
import type { Undelivered } from '../../journey/people/report-effects.ts';
import { PUNCTUAL_MS } from '../../journey/time/punctual.ts';
import { appendCounts } from '../base/counts.ts';
import { applyToRecipient, type Reported } from '../events/apply-report.ts';
import { recordOutcome } from '../events/message-events.ts';
import { storeResults } from './device-results.ts';
import { keyOf, type SendRef, type Settlement, type Within } from './message.ts';

/**
 * Settles a message. A sent message counts against caps from the instant in the trace (`settledAt`), so that a
 * provider's seconds don't count against the next day's message. A message that may have been sent counts from its last
 * attempt (`writeClaim`). A failure that blames the recipient changes what they get, as a callback would.
 */
export async function settle(
  within: Within,
  send: SendRef,
  { undelivered, results, ...settlement }: Settlement,
): Promise<Outcome> {
  const { outcome, detail, providerId, template, status, response } = settlement;
  const { sql, now } = within;
  await storeResults(within, send, results);
  const event = eventOfOutcome(send.channel, outcome);
  const [row] = await sql<{
    outcome: Outcome;
    template: string | null;
    topic: string | null;
    addressHash: string | null;
    isFirst: boolean;
    isMentioned: boolean;
    enteredAt: number;
  }>`
    with first as (
      insert into messages as m (workspace, key, instance, person, journey, version, node, visit, channel, state,
                                 claimed_at, outcome, detail, provider_id, template, status, response, settled_at,
                                   sent_at,
                                 position)
      values (${send.workspace}, ${keyOf(send)}, ${send.instance}, ${send.person}, ${send.journey}, ${send.version},
              ${send.node}, ${send.visit},
              ${send.channel}, 'settled', ${now}, ${outcome}, ${detail ?? null}, ${providerId ?? null},
              ${template ?? null}, ${status ?? null}, ${JSON.stringify(response ?? null)}, ${now},
              case ${outcome} when 'unknown' then ${now}::bigint
                when 'sent'
                  then coalesce((select arrived_at from instances i
                                  where i.workspace = ${send.workspace} and i.id = ${send.instance}
                                    and i.visit = ${send.visit} and i.arrived_at >= ${now - PUNCTUAL_MS}),
                                ${now}) end, nextval('positions'))
      on conflict (workspace, key) do update
        set state = 'settled', version = excluded.version, outcome = excluded.outcome, detail = excluded.detail,
            provider_id = excluded.provider_id,
            template = coalesce(excluded.template, m.template), status = excluded.status,
            sent_at = case excluded.outcome when 'unknown' then coalesce(m.sent_at, m.claimed_at)
                                            else excluded.sent_at end,
            response = excluded.response, settled_at = excluded.settled_at, position = excluded.position,
            next_try_at = null
        where m.state <> 'settled'
      returning outcome, template, topic, address_hash
    )
    select outcome, template, topic, address_hash as "addressHash", true as "isFirst",
           (select entered_at from instances
            where workspace = ${send.workspace} and id = ${send.instance}) as "enteredAt",
           exists (select from own_events o
                   join journeys j on j.workspace = o.workspace and j.id = o.journey and j.state <> 'archived'
                    where o.workspace = ${send.workspace} and o.event = ${event ?? null}) as "isMentioned"
      from first
     union all
    select outcome, template, topic, address_hash, false, 0, false from messages
     where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'settled'
       and not exists (select from first)`;
  if (!row) throw new Error(`message ${keyOf(send)} could not be settled`);
  if (row.isFirst)
    await appendCounts(sql, { ...send, enteredAt: row.enteredAt }, [
      { node: send.node, measure: `message:${outcome}` },
    ]);
  if (row.isMentioned && event)
    await announceOutcome(within, send, event, { template: row.template, outcome, detail: detail ?? null });
  if (row.isFirst) await blameRecipient(within, { ...send, ...row, reason: detail }, undelivered);
  return row.outcome;
}

/** Records an outcome as an event for journeys that listen for it. */
async function announceOutcome(
  { sql, now, tell }: Within,
  send: SendRef,
  name: NonNullable<ReturnType<typeof eventOfOutcome>>,
  {
    template,
    ...about
  }: { readonly template: string | null; readonly outcome: Outcome; readonly detail: string | null },
): Promise<void> {
  const { workspace, person, instance, node } = send;
  const properties = { ...messageProperties(send, template ?? node), ...about };
  await recordOutcome(sql, now, { workspace, person, instance, key: keyOf(send), name, properties });
  tell();
}

/** Applies the effect of the provider's answer on the recipient, if there is one. */
async function blameRecipient(
  { sql, now, tell }: Within,
  about: Omit<Reported, 'kind' | 'permanent' | 'source'>,
  undelivered: Undelivered | undefined,
): Promise<void> {
  if (!undelivered) return;
  const { status: kind, isPermanent: permanent } = undelivered;
  await applyToRecipient(sql, now, { ...about, kind, permanent, source: 'callback' });
  tell();
}
