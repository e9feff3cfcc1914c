import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JourneyInput } from '../journey/document.ts';
import { NodeId } from '../journey/ids.ts';
import { createGate } from './gate.ts';
import { decider, firstStateOf, HOUR, type House, later, openHouse, type Place, soon } from './house.ts';
import { createProviders, type Providers } from './providers.ts';

/** Version by version: what is waited for first, and the text of the message after it. */
type Nodes = JourneyInput['nodes'];
const version = (wait: Nodes[string], subject = 'One', more: Nodes = {}): JourneyInput => ({
  id: 'edited',
  name: 'Edited',
  entry: { type: 'event', event: 'Signed Up' },
  start: 'wait',
  nodes: {
    wait: { then: 'mail', ...wait } as Nodes[string],
    mail: { type: 'message', channel: 'email', template: 'm', content: { subject, text: '.' }, then: 'rest' },
    rest: { type: 'delay', for: '30d', then: 'end' },
    end: { type: 'exit' },
    ...more,
  },
});
const FOR = (event: string): Nodes[string] & object => ({
  type: 'waitFor',
  events: { came: { event } },
  timeout: '3d',
});
const ANA = { email: 'ana@example.com' };

describe('§9 an instance goes on by another version, on the real server', () => {
  let house: House;
  let providers: Providers;
  let place: Place;
  const subjects: unknown[] = [];
  const gate = createGate();
  beforeAll(async () => {
    house = await openHouse();
    providers = createProviders();
    const { email } = providers.adapters;
    const noting: typeof email = {
      ...email,
      deliver: (parcel) => {
        subjects.push(parcel.content.subject);
        return email.deliver(parcel);
      },
    };
    await house.start({ adapters: { ...providers.adapters, email: noting }, passing: (point) => gate.passing(point) });
  });
  beforeEach(async () => {
    place = await house.place();
    subjects.length = 0;
  });
  afterEach(async () => {
    await soon(async () => expect(await place.outbox()).toBe(0));
    expect(await place.reconcile()).toEqual([]);
  });
  afterAll(() => house.close());

  const entered = async (first: JourneyInput) => {
    await place.publish(first);
    await place.tell({ traits: ANA }, { name: 'Signed Up' });
    return place.atRest('ana', 'wait');
  };
  const migrate = (to: number, how: 'keep' | 'restart' | 're-evaluate' | { readonly to: NodeId } = 'keep') =>
    place.order('ana', { name: 'migrate', version: to, how });

  test('it hears of what the new version waits for, and each version counts its own', async () => {
    await entered(version(FOR('A')));
    await place.publish(version(FOR('B')));
    await migrate(2);
    await place.until('ana', { version: 2, node: 'wait' });
    await place.track('ana', 'A');
    await place.track('ana', 'B');
    const { id } = await place.until('ana', { node: 'rest' });
    expect((await place.trace(id)).map(({ rule, port }) => port ?? rule)).toEqual([
      'waiting-for-events',
      'migrated',
      'came',
      'send-decided',
      'sent',
      'delay-began',
    ]);
    const rows = await house.database.sql<{ counted: string }>`
      select concat_ws(' ', version, nullif(node, ''), measure) as counted from (
        select version, node, measure from counts where workspace = ${place.workspace} union all
        select version, node, measure from count_deltas where workspace = ${place.workspace}) as c
       where node in ('', 'wait') order by 1`;
    expect(rows.map(({ counted }) => counted)).toEqual([
      '1 entered',
      '1 moved-out',
      '1 qualified',
      '1 wait arrived',
      '1 wait left:moved',
      '2 moved-in',
      '2 wait arrived',
      '2 wait left:came',
    ]);
  });

  test('Temporal lists it by the version that it is on', async () => {
    const { workflowId } = await entered(version(FOR('A')));
    await place.publish(version(FOR('B')));
    await migrate(2);
    const on = async () =>
      (await house.client.workflow.getHandle(workflowId).describe()).typedSearchAttributes.getAll();
    await soon(async () =>
      expect((await on()).find(({ key }) => key.name === 'JourneyVersion')).toMatchObject({ value: 2 }),
    );
  });

  test('7.11 given a send that waits for its claim, then it goes once, by the version that it is on by then', async () => {
    await place.publish(version({ type: 'delay', for: '1s' }));
    const claim = gate.hold('begun');
    await place.tell({ traits: ANA }, { name: 'Signed Up' });
    await place.atRest('ana', 'wait');
    await place.moveClock(later(HOUR));
    await house.fire((await place.last()).workflowId);
    await claim.reached;
    await place.publish(version({ type: 'delay', for: '1s' }, 'Two'));
    await migrate(2);
    await place.until('ana', { version: 2 });
    claim.release();
    const { id } = await place.until('ana', { node: 'rest' });
    expect(providers.got.filter(({ key }) => key.startsWith(id))).toHaveLength(1);
    expect(subjects).toEqual(['Two']);
  });

  test('moved to a node that only the new version has; refused, it stays where it was and the reason is told', async () => {
    await entered(version(FOR('A')));
    const other: Nodes = { other: { type: 'delay', for: '2h', then: 'mail' } };
    await place.publish(
      version({ type: 'delay', for: '1h' }, 'Two', { ...other, wait: { type: 'delay', for: '1h', then: 'other' } }),
    );
    const refused = await migrate(2, 'restart');
    await soon(async () =>
      expect(await place.commands.state(place.workspace, refused.id)).toMatchObject({
        state: 'refused',
        detail: '"wait" is of type delay in version 2, and was waitFor: say where it goes',
      }),
    );
    await place.until('ana', { version: 1, node: 'wait' });
    const missing = await migrate(7);
    await soon(async () =>
      expect(await place.commands.state(place.workspace, missing.id)).toMatchObject({
        detail: 'the journey has no version 7',
      }),
    );
    await migrate(2, { to: NodeId.parse('other') });
    await place.until('ana', { version: 2, node: 'other', wakesAt: later(2 * HOUR) });
  });

  test('asked again, the step that moved it is the one that was committed', async () => {
    const still = await openHouse();
    const quiet = await still.place();
    await quiet.publish(version(FOR('A')));
    await quiet.tell({ traits: ANA }, { name: 'Signed Up' });
    await still.forwarder().drain();
    const { id } = await quiet.last();
    const decide = decider(still);
    const first = await firstStateOf(still, id);
    const { timer: _, again: __, ...begun } = await decide(first);
    const waiting = { ...first, ...begun.delta };
    await quiet.publish(version({ ...FOR('A'), timeout: '1d' } as Nodes[string]));
    await quiet.order('ana', { name: 'migrate', version: 2, how: 're-evaluate' });
    const moved = await decide(waiting, true);
    const again = await decide(waiting, true);
    expect(moved).toMatchObject({ delta: { version: 2 }, again: true, timer: { type: 'start', ms: 24 * HOUR + 1 } });
    expect(again).toEqual(moved);
    expect(await decide({ ...waiting, ...moved.delta }, true)).toMatchObject({ delta: {}, timer: { type: 'keep' } });
    await still.close();
  });
});
