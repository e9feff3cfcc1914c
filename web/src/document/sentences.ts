import type { JsonValue } from '../../../journey/base/json';
import { type DraftNode, lookOf } from '../../../journey/document/draft';
import { describeEntry, EntrySchema } from '../../../journey/entries/index';
import { words } from '../words';
import { ENTRY, isObject, textOf } from './document';

/** Returns a node's name, or else its title in the palette. For an ID without a node, returns the ID. */
export const titleOf = (node: DraftNode | undefined, id: string): string => {
  if (node) return textOf(node.name) || lookOf(node).title;
  return id === ENTRY ? words.builder.entry : id;
};

/** Returns an entry in words, even if it is incomplete. */
export function entrySentence(entry: JsonValue | undefined): string {
  const read = EntrySchema.safeParse(entry);
  if (read.success) return describeEntry(read.data);
  const event = isObject(entry) ? textOf(entry.event) : '';
  return event === '' ? '…' : `${event} …`;
}

/** "Charged, exits · 7d". */
export function goalSentence(goal: JsonValue): string {
  if (!isObject(goal)) return '…';
  const what = textOf(goal.event) || (goal.condition === undefined ? '…' : textOf(goal.id));
  const window = isObject(goal.window) ? ` · ${textOf(goal.window.for)}` : '';
  return `${what}${goal.exits === false ? '' : ', exits'}${window}`;
}
