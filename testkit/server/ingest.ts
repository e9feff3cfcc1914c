import { normalizeAddress } from '../../journey/delivery/address.ts';
import { addressKindOf } from '../../journey/delivery/channels/address-of.ts';
import { PROFILE_CHANGED } from '../../journey/events/own-events.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Told, World } from '../../journey/world/world.ts';
import { createEnter } from '../../store/entry/enter.ts';
import { changeConsents } from '../../store/events/change-consents.ts';
import { createEngagement } from '../../store/events/engagement.ts';
import { createIngest } from '../../store/events/ingest.ts';
import { findOrMakePersons } from '../../store/people/identities.ts';
import { suppressAddresses } from '../../store/people/suppressions.ts';
import { createUsers } from './users.ts';
import type { ServerWorkspace } from './workspace.ts';

/** Creates the part of a world that takes what services and providers report: events, entries and engagement. */
export function createServerIngest(at: ServerWorkspace) {
  const { workspace, database, store, versions, settle, nextMessageId } = at;
  const ingest = createIngest(database, store, { flushMs: 0 });
  const enter = createEnter(database, store, versions, { plainUserIds: true });
  const engagement = createEngagement(database, store);

  /** Records events like `tell`, without waiting for their effects. */
  async function accept(told: readonly Told[]): Promise<void> {
    await createUsers(
      at,
      told.map(({ user }) => user),
    );
    await ingest.accept(
      workspace,
      told.map(({ user, event, properties = {}, traits }) => {
        const common = { messageId: nextMessageId(), userId: user };
        return traits
          ? { ...common, kind: 'identify' as const, name: PROFILE_CHANGED, properties: traits, traits }
          : { ...common, kind: 'track' as const, name: event ?? '', properties };
      }),
    );
  }

  return {
    accept,
    async tell(told) {
      await accept(told);
      await settle();
    },
    async enter(user, journey, properties) {
      await createUsers(at, [user]);
      await enter({ workspace, journey, userId: user, properties, messageId: nextMessageId() });
      await settle();
    },
    async engage(user, what, kind, { permanent } = {}) {
      const [row] = await database.sql<{ key: string }>`
        select m.key
          from messages m
          join instances i on i.workspace = m.workspace and i.id = m.instance
         where m.workspace = ${workspace}
           and i.user_id = ${user}
           and m.outcome = 'sent'
           and (m.template = ${what} or m.node = ${what})
         order by m.position desc
         limit 1`;
      if (!row) throw new Error(`${user} has got no message "${what}"`);
      await engagement({ workspace, key: row.key, kind, permanent });
      await settle();
    },
    async consent(user, changes) {
      await createUsers(at, [user]);
      const persons = await findOrMakePersons(database.sql, workspace, [{ kind: 'user', value: user }]);
      for (const person of persons.values())
        await store.person({ workspace, person }, (sql, now) =>
          changeConsents(
            sql,
            { workspace, person },
            now,
            changes.map((change) => ({ ...change, source: 'api' })),
          ),
        );
      await settle();
    },
    async suppress(channel, address) {
      const [row] = await database.sql<{ now: Instant }>`select clock(${workspace}) as now`;
      const normalized = normalizeAddress(addressKindOf(channel), address);
      if (!row || normalized === undefined) throw new Error(`${address} is no address`);
      await suppressAddresses(database.sql, workspace, row.now, 'test', [
        { channel, address: normalized, reason: 'manual' },
      ]);
    },
    async setPolicies(policies) {
      await database.sql`update workspaces set settings = settings || ${policies}::jsonb where id = ${workspace}`;
    },
    end: () => ingest.close(),
  } satisfies Pick<World, 'tell' | 'enter' | 'engage' | 'consent' | 'suppress' | 'setPolicies' | 'end'> & {
    accept(told: readonly Told[]): Promise<void>;
  };
}
