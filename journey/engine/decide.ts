import { assertNever } from '../base/assert-never.ts';
import type { Input } from '../events/input.ts';
import { because, type Facts } from '../moves/move.ts';
import { arrive, typeOf, wake } from '../nodes/index.ts';
import { PUNCTUAL_MS, settledAt } from '../time/punctual.ts';
import { type Instant, instant } from '../time/time.ts';
import type { Instance } from './apply.ts';
import { become } from './become.ts';
import { applyCommand } from './command.ts';
import { isHeldBack, wasOver } from './deadlines.ts';
import { endByTimeout, endInstance, findEnding } from './ending.ts';
import { type Change, changeTo, enter, followMoves, type Line, note } from './follow.ts';
import { movesZone, moveToZone } from './moved-zone.ts';
import { moveEventsTo, pauseAt } from './pauses.ts';
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
      return handleResumed(version, instance, input, facts);
    case 'accepted':
      return handleAccepted(version, instance, input, facts);
    case 'outcome':
      return handleOutcome(version, instance, input, facts);
    case 'deadline':
      return handleDeadline(version, instance, input, facts);
    case 'command':
      return applyCommand(version, instance, input, facts);
    default:
      return assertNever(input);
  }
}

type Of<Type extends Input['type']> = Extract<Input, { readonly type: Type }>;

function handleAccepted(version: Version, instance: Instance, input: Of<'accepted'>, facts: Facts): Change {
  const { found, notes, conversions, facts: known } = findEnding(version, instance, input.events, facts);
  if (found) {
    const end = endInstance(instance, known, found.exit, found.why, { at: input.at });
    return prependNotes(end, notes, conversions);
  }
  if (instance.at === null) return { ...changeTo(instance, known, notes), conversions };
  if (movesZone(input) && wasOver(version, instance, known, input.at)) {
    const end = endByTimeout(version, instance, known, input.at);
    return prependNotes(end, notes, conversions);
  }
  const { here, lines } = moveToZone(version, instance, input, known);
  if (here.pausedAt !== null) return { ...changeTo(here, known, [...notes, ...lines]), conversions }; // resume reads these events
  const change = isClockHeld(input, known)
    ? changeTo(markMissed(version, here, input), known)
    : followMoves(
        version,
        { instance: here, facts: known },
        wake(visitOf(version, here, known), input),
        nominalInstant(here, input.at),
      );
  return prependNotes(change, lines.length > 0 ? [...notes, ...lines] : notes, conversions);
}

/**
 * Puts lines before a change's own lines. Most changes have none and are returned as they are, since copying costs more
 * than making them.
 */
const prependNotes = (change: Change, notes: readonly Line[], conversions: Change['conversions'] = []): Change =>
  notes.length === 0 && conversions.length === 0
    ? change
    : { ...change, lines: [...notes, ...change.lines], conversions };

/** Returns whether a pause holds the clocks. Events accepted in it are read when it ends. */
const isClockHeld = ({ at }: Of<'accepted'>, { pauses = [] }: Facts): boolean =>
  pauseAt(pauses, at)?.policy === 'hold-clock';

/**
 * Stores the position of the first event that the wait missed during the journey's pause. Later ones are found from it.
 */
function markMissed(version: Version, instance: Instance, { events }: Of<'accepted'>): Instance {
  if (instance.missed) return instance;
  const node = nodeOf(version, instance);
  const names = typeOf(node).lookBack?.(node) ?? [];
  const first = events.find(({ name }) => names.includes(name));
  return first ? become(instance, { missed: first.position }) : instance;
}

/** Handles the end of the journey's pause: sends what was held, and reads events that the wait missed. */
function handleResumed(version: Version, instance: Instance, { at }: Of<'resumed'>, facts: Facts): Change {
  const running = become(instance, { missed: null });
  const line = note(running, at, because('journey-resumed'), 'release');
  const visit = visitOf(version, running, facts);
  const missed = instance.missed ? visit.facts.past.filter(({ position }) => position >= (instance.missed ?? 0)) : [];
  const position = missed.at(-1)?.position;
  if (!isHeldBack(instance) && position === undefined) return changeTo(running, facts, [line]);
  const move =
    position === undefined
      ? arrive(visit)
      : wake(visit, { type: 'accepted', at, position, events: moveEventsTo(at, missed) });
  const change = followMoves(version, { instance: running, facts }, move, at);
  return { ...change, lines: [line, ...change.lines] };
}

/** Returns the nominal instant of an event: when it was accepted, but not before the instance arrived. */
const nominalInstant = ({ arrivedAt }: Instance, at: Instant): Instant => instant(Math.max(arrivedAt, at));

/** Handles a send's outcome. An outcome of an earlier visit, which an operator ended, only adds a note. */
function handleOutcome(version: Version, instance: Instance, input: Of<'outcome'>, before: Facts): Change {
  const facts = withSend(version, input, before);
  if (input.visit !== instance.visit)
    return changeTo(instance, facts, [
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

function handleDeadline(version: Version, instance: Instance, input: Of<'deadline'>, facts: Facts): Change {
  const pause = pauseAt(facts.pauses ?? [], input.at);
  const behind = facts.now - (pause ? (pause.to ?? facts.now) : input.at); // lateness counts from the end of a pause
  const late = behind > PUNCTUAL_MS;
  const at = late ? facts.now : nominalInstant(instance, input.at);
  if (input.of === 'journey') return endByTimeout(version, instance, facts, at, late ? behind : 0);
  const open = become(instance, { until: null }); // a closed deadline stays closed
  const move = wake(visitOf(version, open, facts), input);
  return followMoves(version, { instance: open, facts }, move, at, { lateMs: late ? behind : 0 });
}
