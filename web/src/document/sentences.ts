import type { JsonValue } from '../../../journey/base/json';
import { type DraftNode, lookOf } from '../../../journey/document/draft';
import { describeEntry, EntrySchema } from '../../../journey/entries/index';
import { words } from '../words';
import { ENTRY, isObject, textOf } from './document';

/** A node's own name, or else what the palette calls it; of an ID without a node the ID. */
export const titleOf = (node: DraftNode | undefined, id: string): string => {
  if (node) return textOf(node.name) || lookOf(node).title;
  return id === ENTRY ? words.builder.entry : id;
};

/** What an entry that may not be whole says of itself. */
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
