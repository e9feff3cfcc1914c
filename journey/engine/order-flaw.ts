import { isObject } from '../base/json.ts';
import { suggest } from '../base/nearest.ts';
import type { Order } from '../events/input.ts';

type Name = Order['name'];
type Fields = Readonly<Record<string, unknown>>;

/** Fields that each command needs besides its name. */
const NEEDS: Readonly<Record<Name, readonly string[]>> = {
  pause: [],
  resume: [],
  retry: [],
  skip: [],
  move: ['to'],
  exit: ['reason'],
  migrate: ['version', 'how'],
};
const NAMES = Object.keys(NEEDS) as Name[];
const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;
const WAITS = ['keep', 'restart', 're-evaluate'];
const MAX_INT = 2_147_483_647;

const EXAMPLES: Readonly<Record<Name, string>> = {
  pause: '{"name":"pause"}',
  resume: '{"name":"resume"}',
  retry: '{"name":"retry"}',
  skip: '{"name":"skip"}',
  move: '{"name":"move","to":"wait-1"}',
  exit: '{"name":"exit","reason":"ended-by-operator"}',
  migrate: '{"name":"migrate","version":2,"how":"keep"}',
};

/**
 * Returns what is wrong with a command from outside the API, and the fix; undefined if it is an `Order`. The update
 * handler checks before it accepts, the store before it writes, and the engine before it applies. Runs inside workflow
 * code, so it needs no schema library.
 */
export function flawInOrder(value: unknown): string | undefined {
  if (value === undefined) return `The command is missing. Send an object, for example ${EXAMPLES.pause}.`;
  if (!isObject(value)) return `A command is an object, not ${describeValue(value)}. ${fixForText(value)}`;
  const { name } = value;
  if (name === undefined) return `The command has no "name". Add one: ${listNames()}.`;
  if (typeof name !== 'string') return `"name" is ${describeValue(name)}. It must be a text: ${listNames()}.`;
  if (!isName(name)) return `Unknown command ${describeValue(name)}: ${suggest(name, NAMES)}`;
  return flawInFields(name, value);
}

function flawInFields(name: Name, value: Fields): string | undefined {
  const known = ['name', 'visit', ...NEEDS[name]];
  const missing = NEEDS[name].find((field) => value[field] === undefined);
  if (missing !== undefined) return `The command "${name}" needs "${missing}", for example ${EXAMPLES[name]}.`;
  const unknown = Object.keys(value).find((field) => !known.includes(field));
  if (unknown !== undefined)
    return `The command "${name}" has no field ${describeValue(unknown)}: ${suggest(unknown, known)}`;
  const { visit, to, reason, version, how } = value;
  if (visit !== undefined && !isInt(visit, 0))
    return `"visit" is ${describeValue(visit)}. It must be a whole number from 0.`;
  switch (name) {
    case 'move':
      return flawInSlug('to', to, 'the id of a node');
    case 'exit':
      return flawInSlug('reason', reason, 'a reason, and not "goal", which is of users who met one');
    case 'migrate':
      if (!isInt(version, 1))
        return `"version" is ${describeValue(version)}. It must be the number of a published version.`;
      return isMigrating(how)
        ? undefined
        : `"how" is ${describeValue(how)}. Use "keep", "restart", "re-evaluate" or {"to":"<node>"}.`;
    default:
      return undefined;
  }
}
const isName = (name: string): name is Name => Object.hasOwn(NEEDS, name);
const isSlug = (value: unknown): boolean => typeof value === 'string' && SLUG.test(value);
const isInt = (value: unknown, atLeast: number): boolean =>
  Number.isInteger(value) && (value as number) >= atLeast && (value as number) <= MAX_INT;
const isMigrating = (how: unknown): boolean =>
  isObject(how) ? Object.keys(how).length === 1 && isSlug(how.to) : WAITS.includes(how as string);

const flawInSlug = (field: 'to' | 'reason', value: unknown, what: string): string | undefined =>
  isSlug(value) && !(field === 'reason' && value === 'goal')
    ? undefined
    : `"${field}" is ${describeValue(value)}. It must be ${what}: lower-case letters, digits and hyphens, at most 63.`;

const listNames = (): string => NAMES.map((name) => `"${name}"`).join(', ');

/** Returns the fix for a command sent as a text, which is what people type first. */
const fixForText = (value: unknown): string =>
  typeof value === 'string' && isName(value) ? `Send ${EXAMPLES[value]}.` : `Send one, for example ${EXAMPLES.pause}.`;

/** Describes the received value, shortened so that large input doesn't produce large answers. */
function describeValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  const text = typeof value === 'string' ? value : String(value);
  const cut = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return typeof value === 'string' ? JSON.stringify(cut) : cut;
}
