import type { JsonObject, JsonValue } from '../../../journey/base/json';
import { type DraftNode, sentenceOf } from '../../../journey/document/draft';
import { type DraftDocument, isObject } from './document';
import { same } from './merge';
import { entrySentence, goalSentence, titleOf } from './sentences';

export const ROOMS = ['document', 'goals', 'entry', 'path'] as const;

/** A difference in meaning. Positions on the canvas and the order of fields don't count. */
export interface Change {
  readonly room: (typeof ROOMS)[number];
  readonly type: 'added' | 'removed' | 'changed';
  /** The changed part: the ID of a node or goal, or a field. */
  readonly what: string;
  readonly title: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

const LEFT_OUT = ['id', 'schema', '$schema', 'layout', 'nodes', 'goals', 'exits', 'entry', 'start'];

/** Returns what a publication would change. */
export const changesOf = (before: DraftDocument, after: DraftDocument): readonly Change[] => [
  ...changesOfDocument(before, after),
  ...changesOfRules(before.goals, after.goals, 'id', goalSentence),
  ...changesOfRules(before.exits, after.exits, 'reason', (rule) => text(rule)),
  ...changesOfEntry(before.entry, after.entry),
  ...changesOfPath(before, after),
];

const text = (value: JsonValue | undefined): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** A missing value and an empty one are the same. */
const isEmpty = (value: JsonValue | undefined): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function changesOfDocument(before: DraftDocument, after: DraftDocument): readonly Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !LEFT_OUT.includes(name),
  );
  return names.flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    if (same(was, is) || (isEmpty(was) && isEmpty(is))) return [];
    return [
      { room: 'document', type: 'changed', what: name, title: name, before: text(was), after: text(is) } as const,
    ];
  });
}

function changesOfRules(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  key: 'id' | 'reason',
  say: (rule: JsonValue) => string,
): readonly Change[] {
  const [was, is] = [byKey(before, key), byKey(after, key)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) =>
    changeOf({ room: 'goals', what: name, title: name }, was.get(name), is.get(name), (rule) => say(rule)),
  );
}

const byKey = (value: JsonValue | undefined, key: string): ReadonlyMap<string, JsonObject> =>
  new Map(
    (Array.isArray(value) ? value : []).filter(isObject).map((rule): [string, JsonObject] => [text(rule[key]), rule]),
  );

function changesOfEntry(before: JsonValue | undefined, after: JsonValue | undefined): readonly Change[] {
  if (same(before, after)) return [];
  const [was, is] = [entrySentence(before), entrySentence(after)];
  const isSaid = was !== is;
  return [
    {
      ...({ room: 'entry', type: 'changed', what: 'entry', title: '' } as const),
      before: isSaid ? was : text(before),
      after: isSaid ? is : text(after),
    },
  ];
}

function changesOfPath(before: DraftDocument, after: DraftDocument): readonly Change[] {
  const start = same(before.start, after.start)
    ? []
    : ([
        {
          room: 'path',
          type: 'changed',
          what: 'start',
          title: 'start',
          before: text(before.start),
          after: text(after.start),
        },
      ] as const);
  const ids = [...new Set([...Object.keys(before.nodes), ...Object.keys(after.nodes)])];
  return [
    ...start,
    ...ids.flatMap((id) => {
      const [was, is] = [before.nodes[id], after.nodes[id]];
      const title = titleOf(is ?? was, id);
      if (was && is && was.type === is.type) return changesOfNode(id, title, was, is);
      return changeOf({ room: 'path', what: id, title }, was, is, (node) => sentenceOf(node as DraftNode));
    }),
  ];
}

/** Compares two nodes field by field, including links. */
function changesOfNode(id: string, title: string, was: DraftNode, is: DraftNode): readonly Change[] {
  const [before, after] = [flattenFields(was), flattenFields(is)];
  const fields = [...new Set([...before.keys(), ...after.keys()])];
  return fields.flatMap((field) => {
    const [old, now] = [before.get(field), after.get(field)];
    if (old === now) return [];
    return [
      {
        room: 'path',
        type: 'changed',
        what: `${id}.${field}`,
        title: `${title}: ${field}`,
        before: old,
        after: now,
      } as const,
    ];
  });
}

/** `content.subject` → what it says. */
function flattenFields(node: JsonObject, prefix = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(node)) {
    if (isEmpty(value)) continue;
    if (isObject(value)) for (const [inner, said] of flattenFields(value, `${prefix}${name}.`)) found.set(inner, said);
    else found.set(`${prefix}${name}`, text(value));
  }
  return found;
}

function changeOf(
  { room, what, title }: Pick<Change, 'room' | 'what' | 'title'>,
  was: JsonObject | undefined,
  is: JsonObject | undefined,
  say: (value: JsonObject) => string,
): readonly Change[] {
  if (was && is) {
    if (same(was, is)) return [];
    const [before, after] = [say(was), say(is)];
    return [
      {
        room,
        type: 'changed',
        what,
        title,
        ...(before === after ? { before: text(was), after: text(is) } : { before, after }),
      },
    ];
  }
  if (is) return [{ room, type: 'added', what, title, before: undefined, after: say(is) }];
  return was ? [{ room, type: 'removed', what, title, before: say(was), after: undefined }] : [];
}
