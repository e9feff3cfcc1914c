import { expect, test } from 'vitest';
import { type Kind, readTypedStatements, type TypedStatement } from './row-types.ts';
import { type Answered, checkRows } from './rows.ts';

const INT4 = 23;
const TEXT = 25;
const statement: TypedStatement = {
  place: 'store/x.ts:1',
  chunks: ['select id, at from things where id = ', ''],
  columns: new Map<string, ReadonlySet<Kind>>([
    ['id', new Set(['string'])],
    ['at', new Set(['number'])],
  ]),
};
const check = (columns: Record<string, number>, nulls: readonly string[] = []) => {
  const answered: Answered = { columns: new Map(Object.entries(columns)), nulls: new Set(nulls) };
  return checkRows([statement], new Map([['select id, at from things where id = $1', answered]])).faults;
};

test.each([
  ['the same columns', { id: TEXT, at: INT4 }, [], []],
  ['another type', { id: TEXT, at: TEXT }, [], ['store/x.ts:1: "at" is a string, the row type says number']],
  ['a null', { id: TEXT, at: INT4 }, ['at'], ['store/x.ts:1: "at" can be null, the row type doesn\'t say so']],
  ['a column less', { id: TEXT }, [], ['store/x.ts:1: the row type has "at", the statement answers no such column']],
  [
    'a column more',
    { id: TEXT, at: INT4, on: TEXT },
    [],
    ['store/x.ts:1: the statement answers "on", the row type doesn\'t have it'],
  ],
] as const)('a statement that answers %s', (_, columns, nulls, faults) => {
  expect(check(columns, nulls)).toEqual(faults);
});

test('the types of a statement are read from the sources, with brands, literals and nulls', () => {
  const statements = readTypedStatements(/^store\/decisions\/inputs\.ts$/);
  const inputs = statements.find(({ columns }) => columns.has('lastStep') && columns.has('wakesAt'));
  expect(inputs?.columns.get('lastStep')).toEqual(new Set(['number', 'null']));
  expect(inputs?.columns.get('key')).toEqual(new Set(['string']));
  expect(inputs?.columns.get('isStuck')).toEqual(new Set(['boolean']));
});
