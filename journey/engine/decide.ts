import { assertNever } from '../base/assert-never.ts';
import type { Input } from '../events/input.ts';
import { because, type Facts } from '../moves/move.ts';
import { arrive, typeOf, wake } from '../nodes/index.ts';
import { PUNCTUAL_MS, settledAt } from '../time/punctual.ts';
import { type Instant, instant } from '../time/time.ts';
import type { Instance } from './apply.ts';
import { become } from './become.ts';
import { obey } from './command.ts';
import { isHeldBack, wasOver } from './deadlines.ts';
import { endInstance, endingBy, timedOut } from './ending.ts';
import { type Change, enter, followMoves, type Line, note, unchanged } from './follow.ts';
import { inZone, movesZone } from './moved-zone.ts';
import { asOf, pauseAt } from './pauses.ts';
import type { Version } from './version.ts';
import { nodeOf, visitOf } from './visit.ts';

/**
 * Returns what one input does to one instance, and why. Pure: the same version, instance, input and facts give the same
 * answer. Goals come before exits, exits before the journey's timeout, and the timeout before the node (design.md
 * §7.2).
 *
 * @throws DocumentFault for a version that validation would refuse. `advance` records it as `engineError`.
 * @example
 * const { instance, effects, lines } = decide(version, before, { type: 'deadline', of: 'node', at: facts.now }, facts);
 */
export function decide(version: Version, instance: Instance, input: Input, facts: Facts): Change {
  switch (input.type) {
    case 'entered':
      return enter(version, instance, facts, version.document.start, input.at);
    case 'resumed':
      return resumed(version, instance, input, facts);
    case 'accepted':
      return accepted(version, instance, input, facts);
    case 'outcome':
      return settled(version, instance, input, facts);
    case 'deadline':
      return due(version, instance, input, facts);
    case 'command':
      return obey(version, instance, input, facts);
    default:
      return assertNever(input);
  }
}

type Of<Type extends Input['type']> = Extract<Input, { readonly type: Type }>;

function accepted(version: Version, instance: Instance, input: Of<'accepted'>, facts: Facts): Change {
  const { found, notes, conversions, facts: known } = endingBy(version, instance, input.events, facts);
  if (found) {
    const end = endInstance(instance, known, found.exit, found.why, { at: input.at });
    return afterNotes(end, notes, conversions);
  }
  if (instance.at === null) return { ...unchanged(instance, known, notes), conversions };
  if (movesZone(input) && wasOver(version, instance, known, input.at)) {
    const end = timedOut(version, instance, known, input.at);
    return afterNotes(end, notes, conversions);
  }
  const { here, lines } = inZone(version, instance, input, known);
  if (here.pausedAt !== null) return { ...unchanged(here, known, [...notes, ...lines]), conversions }; // resume reads these events
  const change = isDeaf(input, known)
    ? unchanged(keptFrom(version, here, input), known)
    : followMoves(
        version,
        { instance: here, facts: known },
        wake(visitOf(version, here, known), input),
        nominal(here, input.at),
      );
  return afterNotes(change, lines.length > 0 ? [...notes, ...lines] : notes, conversions);
}

/**
 * Puts lines before a change's own lines. Most changes have none and are returned as they are, since copying costs more
 * than making them.
 */
const afterNotes = (change: Change, notes: readonly Line[], conversions: Change['conversions'] = []): Change =>
  notes.length === 0 && conversions.length === 0
    ? change
    : { ...change, lines: [...notes, ...change.lines], conversions };

/** Returns whether a pause holds the clocks. Events accepted in it are read when it ends. */
const isDeaf = ({ at }: Of<'accepted'>, { pauses = [] }: Facts): boolean =>
  pauseAt(pauses, at)?.policy === 'hold-clock';

/**
 * Stores the position of the first event that the wait missed during the journey's pause. Later ones are found from it.
 */
function keptFrom(version: Version, instance: Instance, { events }: Of<'accepted'>): Instance {
  if (instance.missed) return instance;
  const node = nodeOf(version, instance);
  const names = typeOf(node).lookBack?.(node) ?? [];
  const first = events.find(({ name }) => names.includes(name));
  return first ? become(instance, { missed: first.position }) : instance;
}

/** Handles the end of the journey's pause: sends what was held, and reads events that the wait missed. */
function resumed(version: Version, instance: Instance, { at }: Of<'resumed'>, facts: Facts): Change {
  const running = become(instance, { missed: null });
  const line = note(running, at, because('journey-resumed'), 'release');
  const visit = visitOf(version, running, facts);
  const missed = instance.missed ? visit.facts.past.filter(({ position }) => position >= (instance.missed ?? 0)) : [];
  const position = missed.at(-1)?.position;
  if (!isHeldBack(instance) && position === undefined) return unchanged(running, facts, [line]);
  const move =
    position === undefined ? arrive(visit) : wake(visit, { type: 'accepted', at, position, events: asOf(at, missed) });
  const change = followMoves(version, { instance: running, facts }, move, at);
  return { ...change, lines: [line, ...change.lines] };
}

/** Returns the nominal instant of an event: when it was accepted, but not before the instance arrived. */
const nominal = ({ arrivedAt }: Instance, at: Instant): Instant => instant(Math.max(arrivedAt, at));

/** Handles a send's outcome. An outcome of an earlier visit, which an operator ended, only adds a note. */
function settled(version: Version, instance: Instance, input: Of<'outcome'>, before: Facts): Change {
  const facts = withSend(version, input, before);
  if (input.visit !== instance.visit)
    return unchanged(instance, facts, [
      note(instance, input.at, because('outcome-of-earlier-visit', { outcome: input.outcome })),
    ]);
  const visit = visitOf(version, instance, facts);
  const at = settledAt(instance.arrivedAt, input.at);
  const move = input.outcome === 'look-again' ? arrive(visit) : wake(visit, input);
  return followMoves(version, { instance, facts }, move, at, { dueAt: instance.arrivedAt });
}

/** Updates the last send, so that windows that count from it start over. */
function withSend(version: Version, { outcome, node, visit, at }: Of<'outcome'>, facts: Facts): Facts {
  if (!version.countsFromSend || outcome !== 'sent' || !version.messages.includes(node)) return facts;
  return { ...facts, goals: { ...facts.goals, lastSend: { at, node, visit } } };
}

function due(version: Version, instance: Instance, input: Of<'deadline'>, facts: Facts): Change {
  const pause = pauseAt(facts.pauses ?? [], input.at);
  const behind = facts.now - (pause ? (pause.to ?? facts.now) : input.at); // lateness counts from the end of a pause
  const late = behind > PUNCTUAL_MS;
  const at = late ? facts.now : nominal(instance, input.at);
  if (input.of === 'journey') return timedOut(version, instance, facts, at, late ? behind : 0);
  const open = become(instance, { until: null }); // a closed deadline stays closed
  const move = wake(visitOf(version, open, facts), input);
  return followMoves(version, { instance: open, facts }, move, at, { lateMs: late ? behind : 0 });
}
