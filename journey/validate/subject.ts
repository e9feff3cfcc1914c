import { cut } from '../base/refusal.ts';
import { inside } from './schema-at.ts';

/** Names the part of the document that has a problem: `node "push-1"`, `goal "purchase"`, `the journey`. */
export function subject(path: readonly PropertyKey[], input: unknown): string {
  const [part, name, ...rest] = path.map((each) => (typeof each === 'string' ? cut(each) : each));
  if (part === undefined) return 'the journey';
  if (name === undefined) return `"${String(part)}"`;
  const deeper = rest.length === 0 ? '' : `, ${rest.map(String).join('.')}`;
  if (part === 'nodes') return `node "${String(name)}"${deeper}`;
  if (part === 'goals' || part === 'exits') return `${part.slice(0, -1)} ${nameOfRule(part, name, input)}${deeper}`;
  return [part, name, ...rest].map(String).join('.');
}

/** Returns the ID of a goal or the reason of an exit, else its number in the list. */
function nameOfRule(part: 'goals' | 'exits', index: PropertyKey, input: unknown): string {
  const rule = inside(inside(input, part), index);
  const name = inside(rule, part === 'goals' ? 'id' : 'reason');
  return typeof name === 'string' ? `"${cut(name)}"` : String(Number(index) + 1);
}
