import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NodeId } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { Segment } from '../journey/segments/segment.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { createMessages } from '../store/messages/messages.ts';
import { putSegment } from '../store/segments/segments.ts';
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

describe('§9 an instance moves to another version, on the real server', () => {
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
        if ('subject' in parcel.content) subjects.push(parcel.content.subject);
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

  test('it receives events that the new version awaits, and each version counts its own users', async () => {
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

  test('moved to a node that only the new version has; refused, it stays where it was and the reason is shown', async () => {
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
});

/** Decided by hand, on a house without workers: what lies between two decisions can be arranged. */
describe('§9 between two decisions', () => {
  let house: House;
  let place: Place;
  beforeAll(async () => {
    house = await openHouse();
  });
  beforeEach(async () => {
    place = await house.place();
  });
  afterEach(async () => expect(await place.reconcile()).toEqual([]));
  afterAll(() => house.close());

  /** Entered, and decided once: how it then stands. */
  async function begun(first: JourneyInput) {
    await place.publish(first);
    await place.tell({ traits: ANA }, { name: 'Signed Up' });
    await house.forwarder().drain();
    const instance = await firstStateOf(house, (await place.last()).id);
    return { ...instance, ...(await decider(house)(instance)).delta };
  }

  test('asked again, the step that moved it is the one that was committed', async () => {
    const decide = decider(house);
    const waiting = await begun(version(FOR('A')));
    await place.publish(version({ ...FOR('A'), timeout: '1d' } as Nodes[string]));
    await place.order('ana', { name: 'migrate', version: 2, how: 're-evaluate' });
    const moved = await decide(waiting, true);
    const again = await decide(waiting, true);
    expect(moved).toMatchObject({ delta: { version: 2 }, again: true, timer: { type: 'start', ms: 24 * HOUR + 1 } });
    expect(again).toEqual(moved);
    expect(await decide({ ...waiting, ...moved.delta }, true)).toMatchObject({ delta: {}, timer: { type: 'keep' } });
  });

  test('a send that was handed back, and that the move has left behind, is counted by the version that decided it', async () => {
    const sending = { ...version(FOR('A')), start: 'mail' };
    const at = await begun({
      ...sending,
      nodes: { ...sending.nodes, mail: { ...sending.nodes.mail, then: 'wait' } as Nodes[string] },
    });
    await place.publish(version(FOR('B')));
    await place.order('ana', { name: 'migrate', version: 2, how: { to: NodeId.parse('rest') } });
    const { id: instance, workspace, person, journey, visit } = at;
    const send = {
      type: 'send',
      channel: 'email',
      node: NodeId.parse('mail'),
      visit,
      instance,
      workspace,
      person,
      journey,
      version: 1,
    } as const;
    const compiled = await createVersions(house.database).get(workspace, journey, 1);
    expect(
      await createMessages(house.store).claim(send, compiled, { atMostOnce: false, announcesHandOver: false }),
    ).toEqual({ type: 'look-again' });
    expect(await decider(house)(at)).toMatchObject({ delta: { version: 2, at: 'rest' } });
    expect(await place.messages(instance)).toMatchObject([{ state: 'settled', outcome: 'withheld' }]);
  });

  test('memberships that only the new version asks for are as they are then', async () => {
    await putSegment(house.database, {
      workspace: place.workspace,
      document: Segment.parse({ id: 'pro', name: 'Pro', condition: { path: 'profile.plan', op: '=', value: 'pro' } }),
      actor: 'test',
    });
    const waiting = await begun(version(FOR('A')));
    const asks: Nodes = {
      asks: {
        type: 'branch',
        rules: [{ port: 'pro', when: { segment: 'pro', is: 'in' } }],
        links: { pro: 'rest', otherwise: 'end' },
      },
    };
    await place.publish(version({ ...FOR('A'), then: 'asks' } as Nodes[string], 'Two', asks));
    await place.tell({ traits: { plan: 'pro' } }); // which no forwarder has read
    await place.order('ana', { name: 'migrate', version: 2, how: { to: NodeId.parse('asks') } });
    const read = await decider(house)(waiting); // the change of the profile, by the version before
    expect(read.delta).not.toHaveProperty('version');
    expect(await decider(house)({ ...waiting, ...read.delta })).toMatchObject({ delta: { version: 2, at: 'rest' } });
  });
});
