import { openDatabase } from '../../store/base/sql.ts';
import { createIngest, type IncomingMessage } from '../../store/events/ingest.ts';
import { createStore } from '../../store/person.ts';
import { optionsOf, serve } from '../child.ts';
import type { IngestRound, Way } from '../figures/ingest.ts';
import { inParallel } from '../in-parallel.ts';
import { WORKSPACE } from '../stage.ts';

/** Writes events as fast as they are accepted, by the product's ingest or by a plain insert. */
const CALLERS = 50;
const BATCH = 15;
const PEOPLE = 5_000;

const database = openDatabase({
  url: optionsOf<{ readonly databaseUrl: string }>().databaseUrl,
  max: 10,
  name: 'bench ingest',
});
const { sql } = database;
await sql`insert into workspaces (id) values (${WORKSPACE})`;
await sql`create table bare_events (id bigint generated always as identity primary key, workspace text not null,
  message_id text not null,
            user_id text not null, name text not null, properties jsonb not null,
              accepted_at timestamptz not null default now())`;
await sql`create index on bare_events (workspace, user_id, id)`;
await sql`create table bare_outbox (id bigint generated always as identity primary key, workspace text not null,
  user_id text not null, event bigint not null)`;
const ingest = createIngest(database, createStore(database));
await ingest.accept(
  WORKSPACE,
  Array.from({ length: PEOPLE }, (_, nr) => ({ ...message(nr), messageId: `known${nr}` })),
);

let made = 0;
function message(nr: number): IncomingMessage {
  return {
    messageId: `m${nr}`,
    userId: `u${nr % PEOPLE}`,
    kind: 'track',
    name: 'Product Added',
    properties: { sku: `A${nr}`, price: 19.9, currency: 'EUR', url: `https://shop.example/p/${nr}` },
  };
}

const WAYS: Readonly<Record<Way, (messages: readonly IncomingMessage[]) => Promise<unknown>>> = {
  product: (messages) => ingest.accept(WORKSPACE, messages),
  baseline: (messages) => sql`
    with stored as (
      insert into bare_events (workspace, message_id, user_id, name, properties)
      select ${WORKSPACE}, * from unnest(
        ${messages.map(({ messageId }) => messageId)}::text[], ${messages.map(({ userId }) => userId ?? '')}::text[],
        ${messages.map(({ name }) => name)}::text[], ${messages.map(({ properties }) => properties)}::jsonb[])
      returning id, user_id
    )
    insert into bare_outbox (workspace, user_id, event) select ${WORKSPACE}, user_id, id from stored`,
};

async function run({ way, calls }: { readonly way: Way; readonly calls: number }): Promise<IngestRound> {
  const batches = Array.from({ length: calls }, () =>
    Array.from({ length: BATCH }, () => {
      made += 1;
      return message(made);
    }),
  );
  const from = performance.now();
  await inParallel(batches, CALLERS, WAYS[way]);
  return { rows: calls * BATCH, seconds: (performance.now() - from) / 1000 };
}

serve({ run }, async () => {
  await ingest.close();
  await database.close();
});
