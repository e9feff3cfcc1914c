import { NodeId } from '../journey/base/ids.ts';
import type { JsonObject } from '../journey/base/json.ts';
import type { Channel, MessageChannel } from '../journey/delivery/channel.ts';
import { readChange, type SettingsInput } from '../journey/delivery/settings.ts';
import type { Journey } from '../journey/document/document.ts';
import type { Exit } from '../journey/engine/apply.ts';
import type { Order } from '../journey/events/input.ts';
import type { Engagement } from '../journey/events/own-events.ts';
import type { PausePolicy } from '../journey/lifecycle/pause.ts';
import type { JourneyState } from '../journey/lifecycle/state.ts';
import type { ConsentSaid } from '../journey/people/consent.ts';
import type { Segment } from '../journey/segments/segment.ts';
import { after, Duration, type Instant, instant } from '../journey/time/time.ts';
import { inWords, offset } from '../journey/world/offset.ts';
import type { Answering, Bouncing, Delivered, ExperimentOf, Pass, Told, World } from '../journey/world/world.ts';

/** The actions and queries of a scenario. They default to the user `ana` and the first journey. */
export interface Scenario {
  /** Sets traits of a user. */
  identify(traits: JsonObject, user?: string): Promise<void>;
  /** Records an event now. After `advance`, that is after everything that was due. */
  track(event: string, properties?: JsonObject, user?: string): Promise<void>;
  /** Records several events that are accepted together, as one input. */
  batch(told: readonly Omit<Told, 'user'>[], user?: string): Promise<void>;
  /** Enters a user through the API. */
  enter(properties?: JsonObject, user?: string): Promise<void>;
  /** Uploads a list with one row per user. */
  list(...rows: readonly (JsonObject & { readonly user?: string })[]): Promise<void>;
  /** Publishes the next version of the first journey. */
  publish(document: Journey): Promise<void>;
  /** Sends an operator's command to the user's live instance. */
  command(order: Ordered, user?: string): Promise<void>;
  /** Pauses the journey. Default policy: the document's `onPause`. */
  pause(policy?: PausePolicy): Promise<void>;
  resume(): Promise<void>;
  stop(mode: 'now' | 'drain'): Promise<void>;
  state(): JourneyState;
  /** Sets how a channel's provider answers from now on. Before, it accepts everything. */
  provider(channel: Channel, answering: Answering): Promise<void>;
  /** Engages with the user's last message of a template or node: `t.engage('welcome', 'clicked')`. */
  engage(what: string, kind: Engagement, user?: string, more?: Bouncing): Promise<void>;
  /** Stores a user's word about channels and topics, as the API does: `t.consent({ channel: 'sms', state: 'no' })`. */
  consent(changes: ConsentSaid | readonly ConsentSaid[], user?: string): Promise<void>;
  /** Suppresses an address, as an operator does. */
  suppress(channel: MessageChannel, address: string): Promise<void>;
  /** Changes the workspace's policies: `t.policies({ consent: { sms: 'opt-in' } })`. Other fields stay as they are. */
  policies(changed: SettingsInput): Promise<void>;
  /** Reweighs IntelliNODEs, as a schedule does every 5 minutes. */
  reweigh(): Promise<void>;
  /** Lets time pass. Everything due by the end happens. */
  advance(by: string): Promise<void>;
  /**
   * Moves to a moment after the beginning, given as a duration or in ms, before anything due at that instant. For
   * events exactly at a deadline.
   */
  at(since: string | number): Promise<void>;
  /** Returns the messages that providers accepted. `after` counts from the beginning. */
  sent(user?: string): readonly { readonly channel: string; readonly template: string; readonly after: string }[];
  /** Returns the accepted messages with address and content. */
  messages(user?: string): readonly Delivered[];
  /** Returns how the user's last instance ended; null if it is live, undefined if there is none. */
  exit(user?: string): Exit | null | undefined;
  /** Returns the current node of the user's last instance. */
  node(user?: string): string | null | undefined;
  /** Returns the trace of the user's last instance, in lines such as `+2m push → sent: sent`. */
  trace(user?: string): readonly string[];
  passes(user?: string): readonly Pass[];
  /** Returns the goals that all instances met, in lines such as `purchase +2h at sms by push`. */
  conversions(user?: string): readonly string[];
  /** Returns the user's traits. */
  profile(user?: string): JsonObject | undefined;
  /** Returns an experiment's weights in percent, and its assigned and converted users. */
  experiment(id: string): ExperimentOf | undefined;
  refused(): readonly { readonly user: string; readonly reason: string }[];
}

/** An operator's command with nodes as plain strings. */
type Ordered =
  | Exclude<Order, { name: 'move' | 'migrate' }>
  | { readonly name: 'move'; readonly to: string }
  | {
      readonly name: 'migrate';
      readonly version: number;
      readonly how: 'keep' | 'restart' | 're-evaluate' | { readonly to: string };
    };

function parseOrder(order: Ordered): Order {
  if (order.name === 'move') return { ...order, to: NodeId.parse(order.to) };
  if (order.name !== 'migrate') return order;
  const { how } = order;
  return { ...order, how: typeof how === 'string' ? how : { to: NodeId.parse(how.to) } };
}

/** Default beginning of a scenario: a Monday, 10:00 in Amsterdam. */
export const BEGINNING = instant(Date.parse('2026-03-02T09:00:00Z'));
/** Default user of a scenario. */
const USER = 'ana';

/** Everything that a scenario resulted in. */
export interface Played {
  readonly passes: readonly Pass[];
  readonly delivered: readonly Delivered[];
  readonly profiles: Readonly<Record<string, JsonObject>>;
  readonly refused: readonly { readonly user: string; readonly reason: string }[];
  readonly experiments: readonly ExperimentOf[];
  readonly state: JourneyState;
}

/**
 * Sorts a result so that it is the same in every world. Instances that enter at the same instant have no defined order,
 * since each journey has its own queue. Sorts instances by entry, Journey ID and user, messages by instance, and
 * refusals by user.
 */
export function comparable({ passes, delivered, refused, ...played }: Played): Played {
  const inOrder = passes.toSorted(
    (a, b) => a.enteredAt - b.enteredAt || byText(a.journey, b.journey) || byText(a.user, b.user),
  );
  const placeOf = passes.map((pass) => inOrder.indexOf(pass));
  return {
    ...played,
    passes: inOrder,
    refused: refused.toSorted((a, b) => byText(a.user, b.user)),
    delivered: delivered
      .map((message) => ({ ...message, pass: placeOf[message.pass] ?? message.pass }))
      .toSorted((a, b) => a.pass - b.pass || a.visit - b.visit),
  };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Plays a scenario in a world. API entries and commands go to the first journey. Reads the whole state after each step,
 * so that the scenario's queries are synchronous.
 */
export async function playIn(
  world: World,
  documents: Journey | readonly [Journey, ...Journey[]],
  play: (t: Scenario) => Promise<void>,
  segments: readonly Segment[] = [],
  begins: Instant = BEGINNING,
): Promise<Played> {
  const all = 'id' in documents ? ([documents] as const) : documents;
  const [document] = all;
  await world.begin(all, begins, segments);
  const see = async (): Promise<Played> => ({
    passes: await world.passes(),
    delivered: await world.delivered(),
    profiles: await world.profiles(),
    refused: await world.refused(),
    experiments: await world.experiments(),
    state: await world.stateOf(document.id),
  });
  let seen = await see();
  let now = begins;
  const did = async (work: Promise<void>) => {
    await work;
    seen = await see();
  };
  const passesOf = (user = USER) => seen.passes.filter((pass) => pass.user === user);
  const last = (user?: string) => passesOf(user).at(-1);
  const { id: journey, timeZone: zone = 'UTC' } = document;

  await play({
    identify: (traits, user = USER) => did(world.tell([{ user, traits }])),
    track: (event, properties = {}, user = USER) => did(world.tell([{ user, event, properties }])),
    batch: (told, user = USER) => did(world.tell(told.map((each) => ({ ...each, user })))),
    enter: (properties = {}, user = USER) => did(world.enter(user, journey, properties)),
    list: (...rows) =>
      did(
        world.upload(
          journey,
          rows.map(({ user = USER, ...properties }) => ({ user, properties })),
        ),
      ),
    command: (order, user = USER) => did(world.order(user, journey, parseOrder(order))),
    publish: (next) => did(world.publish(next)),
    engage: (what, kind, user = USER, more = {}) => did(world.engage(user, what, kind, more)),
    consent: (changes, user = USER) => did(world.consent(user, [changes].flat())),
    suppress: (channel, address) => did(world.suppress(channel, address)),
    policies: (changed) => did(world.setPolicies(readChange(changed))),
    reweigh: () => did(world.reweigh()),
    pause: (policy) => did(world.pause(journey, policy)),
    resume: () => did(world.resume(journey)),
    stop: (mode) => did(world.stop(journey, mode)),
    state: () => seen.state,
    provider: (channel, answering) => world.answer(channel, answering),
    async advance(by) {
      now = after(now, Duration.parse(by), zone);
      await did(world.runUntil(instant(now + 1))); // one more millisecond settles what is due at `now` itself
    },
    async at(since) {
      const then = typeof since === 'number' ? instant(begins + since) : after(begins, Duration.parse(since), zone);
      if (then <= now && now > begins) throw new RangeError(`+${since} has passed`);
      now = then;
      await did(world.runUntil(now));
    },
    sent: (user) => passesOf(user).flatMap((pass) => sentIn(pass, seen, begins)),
    messages: (user = USER) => seen.delivered.filter((message) => message.user === user),
    exit: (user) => last(user)?.exit,
    node: (user) => last(user)?.trace.at(-1)?.node,
    trace: (user) => (last(user)?.trace ?? []).map((line) => inWords(line, begins)),
    passes: (user) => passesOf(user),
    conversions: (user) =>
      passesOf(user).flatMap(({ conversions }) =>
        conversions.map(
          ({ goal, at, place, node, by }) =>
            `${goal} +${offset(at - begins)} ${node === null ? place : `${place} ${node}`}${by ? ` by ${by.node}` : ''}`,
        ),
      ),
    profile: (user = USER) => seen.profiles[user],
    experiment: (id) => seen.experiments.find(({ experiment }) => experiment === id),
    refused: () => seen.refused,
  });
  return seen;
}

/** Rules of trace lines by which a node records that the provider has its message. */
const SENT: readonly string[] = ['sent', 'engagement-awaited', 'engaged-before-outcome'];

function sentIn(pass: Pass, { passes, delivered }: Played, begins: Instant) {
  const nth = passes.indexOf(pass);
  return pass.trace
    .filter(({ rule }) => SENT.includes(rule))
    .flatMap((line) => {
      const message = delivered.find(
        (each) => each.pass === nth && each.node === line.node && each.visit === line.visit,
      );
      return message ? [{ channel: message.channel, template: message.template, after: offset(line.at - begins) }] : [];
    });
}
