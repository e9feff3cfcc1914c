import type { JsonValue } from '../base/json.ts';
import type { Because } from '../moves/move.ts';

/**
 * Describes every rule for operators. Traces store the codes. Values may be missing: a line that withholds a send
 * repeats the previous line's rule without them, and erasure removes them.
 */
type Words = (read: Because['read']) => string;

const RULES: Readonly<Record<string, Words>> = {
  // ends
  'goal-met': ({ goal, event, ...rest }) => `The goal${quote(goal)} was met${by(event)}${formatRead(rest)}`,
  'goal-before-send': ({ goal, event, ...rest }) =>
    `The goal${quote(goal)} was met${by(event)} at the same moment as the deadline, and goals win ties${formatRead(rest)}`,
  'goal-after-window': ({ goal, event, ...rest }) =>
    `The goal${quote(goal)} was met${by(event)} after its conversion window, so the journey ends and the goal doesn’t count${formatRead(rest)}`,
  'goal-counted': ({ goal, event, ...rest }) =>
    `The goal${quote(goal)} was met${by(event)} and counted. The journey continues${formatRead(rest)}`,
  'exit-met': ({ event, ...rest }) => `An exit condition was met${by(event)}${formatRead(rest)}`,
  'unmatched-exit': ({ event, ...rest }) =>
    `${event ? `The event ${text(event)}` : 'An event'} matches a goal or exit but has no entry key${formatRead(rest)}`,
  'journey-timed-out': ({ timeout }) => `The journey’s time limit${timeout ? ` (${text(timeout)})` : ''} was reached`,
  'path-ended': ({ reason }) => `The path ends here${reason ? `: ${text(reason)}` : ''}`,
  ended: () => 'The instance has ended',
  'start-refused': ({ detail }) => `Temporal refused to start the workflow${because(detail)}`,
  stopped: ({ detail }) => `The journey was stopped${because(detail)}`,
  erased: () => 'The user was erased',
  terminated: ({ detail }) => `The workflow was closed from outside Sojourn${because(detail)}`,

  // sends
  'send-decided': ({ channel }) => `A message is sent${channel ? ` by ${text(channel)}` : ''}`,
  'send-under-way': () => 'The message is being sent. Its outcome decides what happens next',
  sent: ({ detail }) => `The message was sent${because(detail)}`,
  'send-failed': ({ detail }) => `The message couldn’t be sent${because(detail)}`,
  'send-unknown': ({ detail }) => `It’s unknown whether the message was sent, so it counts as failed${because(detail)}`,
  unreachable: ({ detail }) => `The user has no address for this message${because(detail)}`,
  expired: ({ after, detail }) =>
    `The message expired before it was sent${after ? ` (limit ${text(after)})` : ''}${because(detail)}`,
  suppressed: ({ detail }) => `The message was suppressed just before sending${because(detail)}`,
  withheld: ({ detail }) => `The message wasn’t sent because the instance had ended${because(detail)}`,
  'look-again': ({ detail }) =>
    `Something happened just before the message was sent, so the decision was made again${because(detail)}`,
  'skipped-in-pause': ({ from }) =>
    `The deadline passed while the journey was paused${from ? ` (since ${text(from)})` : ''}, and this journey skips such steps`,
  'consent-paused': ({ channel, topic, until }) =>
    `The user paused messages${channel ? ` by ${text(channel)}` : ''}${topic ? ` about ${text(topic)}` : ''}${until ? ` until ${text(until)}` : ''}`,
  'consent-malformed': (read) =>
    `The user’s consent can’t be read, so it counts as a no. Set it to true or false${formatRead(read)}`,
  'address-malformed': ({ channel, detail }) =>
    `The user’s address${channel ? ` for ${text(channel)}` : ''} can’t be read${because(detail)}`,
  'zone-malformed': () =>
    'The time zone in the user’s profile isn’t one, so quiet hours go by the zone of the user’s device, or the journey’s',
  'address-suppressed': ({ channel, reason, until }) =>
    `Nothing is sent to the user’s address${channel ? ` by ${text(channel)}` : ''}${reason ? ` (${SUPPRESSED[text(reason)] ?? text(reason)})` : ''}${until ? ` until ${text(until)}` : ''}`,
  'no-consent': (read) => `The user hasn’t opted in to this channel${formatRead(read)}`,
  'quiet-hours': ({ by, channel, from, to, zone, until }) =>
    `${hours(from, to, by)} for this channel${channel ? ` (${text(channel)})` : ''}${zone ? ` in ${text(zone)}` : ''}, so the message waits${until ? ` until ${text(until)}` : ''}`,
  'quiet-hours-endless': () =>
    'The quiet hours of the workspace and of the journey together leave no time for this channel, so the message is dropped',
  'quiet-hours-dropped': ({ by, channel, from, to, zone }) =>
    `${hours(from, to, by)} for this channel${channel ? ` (${text(channel)})` : ''}${zone ? ` in ${text(zone)}` : ''}, so the message is dropped`,
  'quiet-hours-over': ({ channel }) =>
    `Quiet hours are over and all checks passed, so the message is sent${channel ? ` by ${text(channel)}` : ''}`,
  'workspace-control-group': ({ percent }) =>
    `The user is in the workspace’s control group${percent ? ` (${text(percent)}% of users)` : ''}, which gets no marketing messages from any journey`,
  capped: ({ by: source, max, per, taken, freeAt, ...rest }) =>
    `${source === 'workspace' ? 'By the workspace’s frequency cap, the user' : 'The user'} has received ${taken === undefined ? 'all messages' : `${text(taken)} of ${text(max ?? null)} messages`} allowed${per ? ` in ${text(per)}` : ''}${freeAt ? `. The next can be sent at ${text(freeAt)}` : ''}${formatRead(rest)}`,
  'engagement-awaited': ({ for: kinds, within }) =>
    `The message was sent. The node waits${within ? ` up to ${text(within)}` : ''} for engagement${Array.isArray(kinds) ? ` (${kinds.join(', ')})` : ''}`,
  engaged: ({ event, ...rest }) =>
    `${event ? `${text(event)} happened` : 'The awaited engagement happened'}${formatRead(rest)}`,
  'engaged-before-outcome': ({ event, ...rest }) =>
    `The message was sent, and ${event ? text(event) : 'the awaited engagement'} had already happened${formatRead(rest)}`,
  'not-engaged': ({ within }) => `No awaited engagement happened${within ? ` within ${text(within)}` : ' in time'}`,
  'no-address': ({ channel, detail }) =>
    `The user has no address${channel ? ` for ${text(channel)}` : ''}${because(detail)}`,
  'webhook-answered': ({ status, detail }) =>
    `The other system answered${status ? ` with ${text(status)}` : ''}${because(detail)}`,
  'activity-begun': ({ activity }) => `The activity${quote(activity)} started`,
  'activity-under-way': () => 'The activity is running. Its answer decides what happens next',
  'activity-answered': ({ port }) => `The activity answered${port ? `: ${text(port)}` : ''}`,
  'activity-failed': ({ detail }) => `The activity failed${because(detail)}`,
  'activity-port-unlinked': ({ port }) =>
    `The activity returned the port${quote(port)}, which isn’t connected in this version, so the activity counts as failed`,
  'outcome-of-earlier-visit': ({ outcome }) =>
    `The outcome${outcome ? ` (${text(outcome)})` : ''} of an earlier visit arrived. It changes nothing here`,

  // waits
  'delay-began': ({ for: length }) => `The wait started${length ? ` (${text(length)})` : ''}`,
  'time-passed': ({ for: length }) => `The wait${length ? ` of ${text(length)}` : ''} is over`,
  'waiting-for-events': ({ timeout }) =>
    timeout === 'never' || timeout === undefined
      ? 'Waiting for an event, with no time limit'
      : `Waiting for an event, for at most ${text(timeout)}`,
  'event-happened': ({ event, ...rest }) =>
    `${event ? `${text(event)} happened` : 'An awaited event happened'}${formatRead(rest)}`,
  'timed-out': ({ after }) => `None of the awaited events happened${after ? ` within ${text(after)}` : ' in time'}`,
  'none-of-the-awaited': () => 'This event isn’t one of the awaited events',
  'context-refreshed': ({ event, ...rest }) => `The stored context was updated${by(event)}${formatRead(rest)}`,
  'waiting-until': ({ until, ...rest }) =>
    `Waiting${until ? ` until ${text(until)}` : ' for a date'}${formatRead(rest)}`,
  'date-has-come': () => 'The date was reached',
  'date-has-passed': ({ until, ...rest }) =>
    `The date${until ? ` (${text(until)})` : ''} had already passed${formatRead(rest)}`,
  'best-time': ({ from, to, seen: times, of, zone, until }) =>
    `Waiting${until ? ` until ${text(until)}` : ''}: the user is most active${slot(from, to)}${zone ? ` in ${text(zone)}` : ''}${share(times, of)}`,
  'best-time-is-now': ({ from, to, seen: times, of, zone }) =>
    `The user is most active${slot(from, to)}${zone ? ` in ${text(zone)}` : ''}${share(times, of)}, which is now`,
  'best-time-unknown': ({ seen: times, needed, until }) =>
    `Not enough activity to know the user’s best time${needed === undefined ? '' : ` (${text(times ?? 0)} of ${text(needed)} events)`}: ${until ? `waiting until ${text(until)}` : 'continuing immediately'}`,
  'best-time-has-come': () => 'The best time was reached',
  'date-unreadable': (read) => `The value isn’t a date${formatRead(read)}`,
  'no-such-date': (read) => `No date to wait for${formatRead(read)}`,
  'timer-restarted': ({ event, restarts, ...rest }) =>
    `The wait restarted${by(event)}${restarts ? ` (restart ${text(restarts)})` : ''}${formatRead(rest)}`,
  'visits-used-up': ({ maxVisits }) => `The visit limit was reached${maxVisits ? ` (${text(maxVisits)} visits)` : ''}`,
  'date-moved': ({ until, ...rest }) => `The date was moved${until ? ` to ${text(until)}` : ''}${formatRead(rest)}`,
  'within-hours': (read) => `The current time is already within the chosen hours${formatRead(read)}`,
  'zone-moved': ({ zone, until }) =>
    `The user’s time zone changed${zone ? ` to ${text(zone)}` : ''}. Waiting${until ? ` until ${text(until)}` : ''} there`,
  'still-waiting': () => 'This event doesn’t affect the current node',

  // decisions
  'rule-holds': ({ rule, ...rest }) => `${rule ? text(rule) : 'A rule matched'}${formatRead(rest)}`,
  'no-rule-holds': (read) => `No rule matched${formatRead(read)}`,
  'arm-drawn': ({ experiment, arm }) =>
    `Drawn at random: ${arm ? text(arm) : 'a path'}${experiment ? ` of ${text(experiment)}` : ''}`,
  'arm-weighed': ({ experiment, arm, weights }) =>
    `Drawn by the weights at that time: ${arm ? text(arm) : 'a path'}${experiment ? ` of ${text(experiment)}` : ''}${percents(weights)}`,
  'arm-kept': ({ experiment, arm }) =>
    `Kept from an earlier draw: ${arm ? text(arm) : 'a path'}${experiment ? ` of ${text(experiment)}` : ''}`,
  'journey-asked': ({ journey }) =>
    `The user is sent into ${journey ? `the journey ${text(journey)}` : 'another journey'}`,
  'profile-updated': (read) => `The profile was updated${formatRead(read)}`,
  'profile-full': ({ bytes, most }) =>
    `The profile wasn’t changed: it would have ${bytes ? text(bytes) : 'too many'} bytes${most ? `, and the limit is ${text(most)}` : ''}`,
  'context-full': ({ names, bytes, most }) =>
    `${Array.isArray(names) ? names.join(', ') : 'Event data'} wasn’t stored: the instance’s context would have ${bytes ? text(bytes) : 'too many'} bytes${most ? `, and the limit is ${text(most)}` : ''}`,

  // operators
  paused: () => 'An operator paused the instance',
  resumed: ({ pausedMs }) =>
    `An operator resumed the instance${typeof pausedMs === 'number' ? ` after ${Math.round(pausedMs / 1000)} s` : ''}`,
  'journey-resumed': () => 'The journey was resumed',
  moved: ({ to }) => `An operator moved the instance${to ? ` to ${text(to)}` : ''}`,
  migrated: ({ from, to, how }) =>
    `An operator moved the instance${from ? ` from version ${text(from)}` : ''}${to ? ` to version ${text(to)}` : ' to another version'}${how ? `: ${HOW[text(how)] ?? text(how)}` : ''}`,
  retried: () => 'An operator retried the node',
  skipped: () => 'An operator ended the wait',
  'ended-by-operator': ({ reason }) => `An operator ended the instance${reason ? `: ${text(reason)}` : ''}`,
  'command-refused': ({ command, why }) =>
    `${command ? `The command ${text(command)}` : 'A command'} was refused${because(why)}`,
};

/** Returns the rule and the values it read as a sentence. An unknown code, from a newer version, is shown as is. */
export const describeRule = (rule: string, read: Because['read'] = {}): string =>
  Object.hasOwn(RULES, rule) ? (RULES[rule]?.(read) ?? rule) : `${rule.replaceAll('-', ' ')}${formatRead(read)}`;

/** Codes of all rules. */
export const rulesWithWords: readonly string[] = Object.keys(RULES);

type Value = JsonValue | undefined;

const text = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));
const hours = (from: Value, to: Value, by: Value): string => {
  const whose = by === 'workspace' ? 'The workspace’s quiet hours' : 'Quiet hours';
  return from && to ? `${whose} from ${text(from)} to ${text(to)}` : whose;
};
const HOW: Readonly<Record<string, string>> = {
  keep: 'the wait keeps its original deadline',
  restart: 'the wait starts over',
  're-evaluate': 'the new wait counts from the original start',
};
const SUPPRESSED: Readonly<Record<string, string>> = {
  'hard-bounce': 'a message bounced for good',
  'soft-bounces': 'messages bounced several times',
  complaint: 'its owner marked a message as spam',
  erased: 'its owner was erased',
  manual: 'an operator suppressed it',
};
const slot = (from: Value, to: Value): string => (from && to ? ` from ${text(from)} to ${text(to)}` : '');
const share = (times: Value, of: Value): string => (times && of ? ` (${text(times)} of ${text(of)} times)` : '');
const quote = (name: Value): string => (name === undefined ? '' : ` “${text(name)}”`);
const by = (event: Value): string => (event === undefined ? '' : ` by ${text(event)}`);
const because = (why: Value): string => (why === undefined || why === null ? '' : `: ${text(why)}`);

/** Formats weights in percent: ` (a 61 %, b 39 %)`. */
const percents = (weights: Value): string =>
  typeof weights === 'object' && weights !== null
    ? ` (${Object.entries(weights)
        .map(([arm, weight]) => `${arm} ${Math.round(Number(weight))} %`)
        .join(', ')})`
    : '';

/** Formats the values that were read: ` (profile.plan = "free")`. */
function formatRead(read: Because['read']): string {
  const values = Object.entries(read).map(([path, value]) => `${path} = ${JSON.stringify(value)}`);
  return values.length === 0 ? '' : ` (${values.join(', ')})`;
}
