import type { JsonValue } from '../json.ts';
import type { Because } from './move.ts';

/**
 * Every rule that can fire, in words for an operator. Codes are what traces hold; a code without words fails a test. What was read may be
 * missing: a line that withholds a send repeats the rule of the line before without its values, and erasure takes them away.
 */
type Words = (read: Because['read']) => string;

const RULES: Readonly<Record<string, Words>> = {
  // ends
  'goal-met': ({ goal, event, ...rest }) => `The goal${named(goal)} was met${by(event)}${seen(rest)}`,
  'goal-before-send': ({ goal, event, ...rest }) =>
    `The goal${named(goal)} was met${by(event)} at the very moment of the deadline, and a goal goes first${seen(rest)}`,
  'goal-after-window': ({ goal, event, ...rest }) =>
    `The goal${named(goal)} was met${by(event)} after its window: it ends the journey and does not count${seen(rest)}`,
  'goal-counted': ({ goal, event, ...rest }) =>
    `The goal${named(goal)} was met${by(event)}: it counts, and the journey goes on${seen(rest)}`,
  'exit-met': ({ event, ...rest }) => `An exit of the journey was met${by(event)}${seen(rest)}`,
  'unmatched-exit': ({ event, ...rest }) =>
    `${event ? `The event ${text(event)}` : 'An event'} could have been a goal or an exit, but does not say which entry key it belongs to${seen(rest)}`,
  'journey-timed-out': ({ timeout }) =>
    `The longest stay in the journey${timeout ? ` (${text(timeout)})` : ''} has passed`,
  'path-ended': ({ reason }) => `The path ends here${reason ? `: ${text(reason)}` : ''}`,
  ended: () => 'The instance had ended',
  'start-refused': ({ detail }) => `Temporal refused to start its workflow${because(detail)}`,
  stopped: ({ detail }) => `The journey was stopped${because(detail)}`,
  erased: () => 'The user has been erased',
  terminated: ({ detail }) => `Its workflow was closed from outside${because(detail)}`,

  // sends
  'send-decided': ({ channel }) => `A message goes out${channel ? ` by ${text(channel)}` : ''}`,
  'send-under-way': () => 'The message is on its way: its outcome will say how it goes on',
  sent: ({ detail }) => `The message was sent${because(detail)}`,
  'send-failed': ({ detail }) => `The message could not be sent${because(detail)}`,
  'send-unknown': ({ detail }) => `Nobody can say whether the message was sent: it counts as failed${because(detail)}`,
  unreachable: ({ detail }) => `There was no address to send it to${because(detail)}`,
  expired: ({ after, detail }) =>
    `It was too late to send the message${after ? `: it must go within ${text(after)}` : ''}${because(detail)}`,
  suppressed: ({ detail }) => `The message was held back at the last moment${because(detail)}`,
  withheld: ({ detail }) => `The message was withheld, since the instance had ended${because(detail)}`,
  'look-again': ({ detail }) =>
    `Something had happened just before the message went: it was decided once more${because(detail)}`,
  'skipped-in-pause': ({ from }) =>
    `It fell due while the journey was paused${from ? ` (since ${text(from)})` : ''}, and what falls due then is skipped`,
  'no-consent': (read) => `The user has not agreed to this channel${seen(read)}`,
  'quiet-hours': ({ channel, from, to, zone, until }) =>
    `${hours(from, to)} for this channel${channel ? ` (${text(channel)})` : ''}${zone ? ` in ${text(zone)}` : ''}: the message waits${until ? ` until ${text(until)}` : ''}`,
  'quiet-hours-dropped': ({ channel, from, to, zone }) =>
    `${hours(from, to)} for this channel${channel ? ` (${text(channel)})` : ''}${zone ? ` in ${text(zone)}` : ''}, and what falls into them is dropped`,
  'quiet-hours-over': ({ channel }) =>
    `The quiet hours are over and nothing speaks against it: the message goes out${channel ? ` by ${text(channel)}` : ''}`,
  capped: ({ max, per, taken, freeAt, ...rest }) =>
    `The user has had ${taken === undefined ? 'all messages' : `${text(taken)} of ${text(max ?? null)} messages`} allowed${per ? ` in ${text(per)}` : ''}${freeAt ? `: the next may go at ${text(freeAt)}` : ''}${seen(rest)}`,
  'engagement-awaited': ({ for: kinds, within }) =>
    `The message was sent: it waits${within ? ` up to ${text(within)}` : ''} for what becomes of it${Array.isArray(kinds) ? ` (${kinds.join(', ')})` : ''}`,
  engaged: ({ event, ...rest }) => `${event ? `${text(event)} came` : 'What it waited for came'}${seen(rest)}`,
  'engaged-before-outcome': ({ event, ...rest }) =>
    `The message was sent, and ${event ? text(event) : 'what it would wait for'} had come before${seen(rest)}`,
  'not-engaged': ({ within }) => `None of what it waited for came${within ? ` within ${text(within)}` : ' in time'}`,
  'no-address': ({ channel }) => `The user has no address${channel ? ` for ${text(channel)}` : ''}`,
  'webhook-answered': ({ status, detail }) =>
    `The other system answered${status ? ` with ${text(status)}` : ''}${because(detail)}`,
  'activity-begun': ({ activity }) => `The activity${named(activity)} runs`,
  'activity-under-way': () => 'The activity runs: its answer will say how it goes on',
  'activity-answered': ({ port }) => `The activity answered${port ? `: ${text(port)}` : ''}`,
  'activity-failed': ({ detail }) => `The activity failed${because(detail)}`,
  'activity-port-unlinked': ({ port }) =>
    `The activity answered with a port${named(port)} that this version does not link: it counts as failed`,
  'outcome-of-earlier-visit': ({ outcome }) =>
    `The outcome${outcome ? ` (${text(outcome)})` : ''} of an earlier visit came in: it changes nothing here`,

  // waits
  'delay-began': ({ for: length }) => `It waits here${length ? ` for ${text(length)}` : ''}`,
  'time-passed': ({ for: length }) => `The wait${length ? ` of ${text(length)}` : ''} is over`,
  'waiting-for-events': ({ timeout }) =>
    timeout === 'never' || timeout === undefined
      ? 'It waits for an event, for as long as it takes'
      : `It waits for an event, for at most ${text(timeout)}`,
  'event-happened': ({ event, ...rest }) =>
    `${event ? `${text(event)} happened` : 'An awaited event happened'}${seen(rest)}`,
  'timed-out': ({ after }) => `None of the awaited events happened${after ? ` within ${text(after)}` : ' in time'}`,
  'none-of-the-awaited': () => 'What happened is none of the awaited events',
  'context-refreshed': ({ event, ...rest }) => `What is remembered was replaced${by(event)}${seen(rest)}`,
  'waiting-until': ({ until, ...rest }) => `It waits${until ? ` until ${text(until)}` : ' for a date'}${seen(rest)}`,
  'date-has-come': () => 'The date has come',
  'date-has-passed': ({ until, ...rest }) =>
    `The date${until ? ` (${text(until)})` : ''} had passed already${seen(rest)}`,
  'best-time': ({ from, to, seen: times, of, zone, until }) =>
    `It waits${until ? ` until ${text(until)}` : ''}: the user is mostly there${slot(from, to)}${zone ? ` in ${text(zone)}` : ''}${share(times, of)}`,
  'best-time-is-now': ({ from, to, seen: times, of, zone }) =>
    `The user is mostly there${slot(from, to)}${zone ? ` in ${text(zone)}` : ''}${share(times, of)}: it is that time now`,
  'best-time-unknown': ({ seen: times, needed, until }) =>
    `Too little is known of when the user is there${needed === undefined ? '' : ` (${text(times ?? 0)} times, ${text(needed)} are needed)`}: ${until ? `it waits until ${text(until)}` : 'it goes on at once'}`,
  'best-time-has-come': () => 'The best time has come',
  'no-such-date': (read) => `There is no date to wait for${seen(read)}`,
  'timer-restarted': ({ event, restarts, ...rest }) =>
    `The time begins anew${by(event)}${restarts ? ` (restart ${text(restarts)})` : ''}${seen(rest)}`,
  'visits-used-up': ({ maxVisits }) =>
    `It has come here as often as it may${maxVisits ? ` (${text(maxVisits)} times)` : ''}`,
  'date-moved': ({ until, ...rest }) => `The date was moved${until ? ` to ${text(until)}` : ''}${seen(rest)}`,
  'within-hours': (read) => `It is within the hours that it would wait for${seen(read)}`,
  'zone-moved': ({ zone, until }) =>
    `The user has moved to another time zone${zone ? ` (${text(zone)})` : ''}: by the clocks there it waits${until ? ` until ${text(until)}` : ''}`,
  'still-waiting': () => 'It is no concern of this node',

  // decisions
  'rule-holds': ({ rule, ...rest }) => `${rule ? text(rule) : 'A rule holds'}${seen(rest)}`,
  'no-rule-holds': (read) => `None of the rules holds${seen(read)}`,
  'arm-drawn': ({ experiment, arm }) =>
    `Drawn at random: ${arm ? text(arm) : 'a path'}${experiment ? ` of ${text(experiment)}` : ''}`,
  'arm-weighed': ({ experiment, arm, weights }) =>
    `Drawn by the weights of that moment: ${arm ? text(arm) : 'a path'}${experiment ? ` of ${text(experiment)}` : ''}${percents(weights)}`,
  'arm-kept': ({ experiment, arm }) =>
    `Drawn before, and kept: ${arm ? text(arm) : 'a path'}${experiment ? ` of ${text(experiment)}` : ''}`,
  'journey-asked': ({ journey }) =>
    `The user is sent into ${journey ? `the journey ${text(journey)}` : 'another journey'}`,
  'profile-updated': (read) => `The profile was updated${seen(read)}`,
  'profile-full': ({ bytes, most }) =>
    `The profile was left as it is: with this change it would have ${bytes ? text(bytes) : 'too many'} bytes${most ? `, and ${text(most)} is the most` : ''}`,
  'context-full': ({ names, bytes, most }) =>
    `${Array.isArray(names) ? names.join(', ') : 'What came'} was not remembered: the instance would remember ${bytes ? text(bytes) : 'too many'} bytes${most ? `, and ${text(most)} is the most` : ''}`,

  // operators
  paused: () => 'An operator paused it',
  resumed: ({ pausedMs }) =>
    `An operator resumed it${typeof pausedMs === 'number' ? ` after ${Math.round(pausedMs / 1000)} s` : ''}`,
  'journey-resumed': () => 'The pause of the journey had ended',
  moved: ({ to }) => `An operator moved it${to ? ` to ${text(to)}` : ''}`,
  migrated: ({ from, to, how }) =>
    `An operator moved it${from ? ` from version ${text(from)}` : ''}${to ? ` to version ${text(to)}` : ' to another version'}${how ? `: ${HOW[text(how)] ?? text(how)}` : ''}`,
  retried: () => 'An operator had it try again',
  skipped: () => 'An operator ended the wait',
  'ended-by-operator': ({ reason }) => `An operator ended it${reason ? `: ${text(reason)}` : ''}`,
  'command-refused': ({ command, why }) =>
    `${command ? `The command ${text(command)}` : 'A command'} was refused${because(why)}`,
};

/** The rule that fired, and what it read, as a sentence. A code of a newer version is shown as it is. */
export const inWordsOfRule = (rule: string, read: Because['read'] = {}): string =>
  Object.hasOwn(RULES, rule) ? (RULES[rule]?.(read) ?? rule) : `${rule.replaceAll('-', ' ')}${seen(read)}`;

export const rulesWithWords: readonly string[] = Object.keys(RULES);

type Value = JsonValue | undefined;

const text = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));
const hours = (from: Value, to: Value): string =>
  from && to ? `It is quiet from ${text(from)} to ${text(to)}` : 'These are quiet hours';
const HOW: Readonly<Record<string, string>> = {
  keep: 'its wait ends when it would have',
  restart: 'its wait begins anew',
  're-evaluate': 'its wait counts as if it had always been that one',
};
const slot = (from: Value, to: Value): string => (from && to ? ` from ${text(from)} to ${text(to)}` : '');
const share = (times: Value, of: Value): string => (times && of ? ` (${text(times)} of ${text(of)} times)` : '');
const named = (name: Value): string => (name === undefined ? '' : ` “${text(name)}”`);
const by = (event: Value): string => (event === undefined ? '' : ` by ${text(event)}`);
const because = (why: Value): string => (why === undefined || why === null ? '' : `: ${text(why)}`);

/** Weights in percent: ` (a 61 %, b 39 %)`. */
const percents = (weights: Value): string =>
  typeof weights === 'object' && weights !== null
    ? ` (${Object.entries(weights)
        .map(([arm, weight]) => `${arm} ${Math.round(Number(weight))} %`)
        .join(', ')})`
    : '';

/** The values that were read: ` (profile.plan = "free")`. */
function seen(read: Because['read']): string {
  const values = Object.entries(read).map(([path, value]) => `${path} = ${JSON.stringify(value)}`);
  return values.length === 0 ? '' : ` (${values.join(', ')})`;
}
