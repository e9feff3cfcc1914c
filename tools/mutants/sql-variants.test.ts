import { describe, expect, test } from 'vitest';
import { findPredicates } from './sql-predicates.ts';
import { addVariants } from './sql-variants.ts';

/** A value in a template, as it is written. */
const VALUE = '$'.concat('{x && { y: 1 }}');

const predicatesOf = (sql: string) => {
  const template = `sql\`${sql}\``;
  return findPredicates(template).map(({ at, length }) => template.slice(at, at + length));
};

describe('the predicates of a statement', () => {
  test.each<{ readonly sql: string; readonly found: readonly string[] }>([
    { sql: 'select 1', found: [] },
    { sql: 'select a from t where b = 1 and c = 2 order by d', found: ['b = 1', 'c = 2'] },
    { sql: 'select a from t where (b = 1 or c = 2) limit 1', found: ['(b = 1 or c = 2)', 'c = 2'] },
    { sql: 'update t set a = 1 where b between 1 and 2 and c', found: ['b between 1 and 2', 'c'] },
    { sql: 'select a from t join u on t.id = u.id left join v on true', found: ['t.id = u.id'] },
    { sql: "select case when a is null then 1 else 2 end, case b when 'x' then 1 end", found: ['a is null'] },
    { sql: 'select count(*) filter (where a) from t where left(b, 1) = c', found: ['a', 'left(b, 1) = c'] },
    { sql: 'insert into t values (1) on conflict do nothing', found: [] },
    { sql: 'select a from t where b is distinct from c for update', found: ['b is distinct from c'] },
    {
      sql: `select a from t where b = 'x and y' -- where c\n and ${VALUE} = d`,
      found: ["b = 'x and y'", `${VALUE} = d`],
    },
    {
      sql: 'select a from t where not exists (select from u where u.id = t.id) returning a',
      found: ['not exists (select from u where u.id = t.id)', 'u.id = t.id'],
    },
  ])('$sql: $found', ({ sql, found }) => {
    expect(predicatesOf(sql)).toEqual(found);
  });
});

test('each predicate gets a variant behind a text that a mutant can empty', () => {
  const made = addVariants(
    'const find = (sql: Sql) =>\n  sql<Row>`\n    select a from t where b = 1\n      and c`;\nconst d = 1;\n',
  );
  expect(made.variants.map(({ line, predicate }) => `${line}: ${predicate}`)).toEqual(['3: b = 1', '4: c']);
  const lines = made.source.split('\n');
  for (const [index, { range }] of made.variants.entries()) {
    const [line = 0, from = 0, , to = 0] = range.split(/[:-]/).map(Number);
    expect(lines[line - 1]?.slice(from, to)).toBe(`'holds ${index + 1}'`);
  }
  expect(made.source).toContain('select a from t where true\n      and c`');
  expect(made.source).toContain('select a from t where b = 1\n      and true`');
  expect(made.source.endsWith(';\nconst d = 1;\n')).toBe(true);
});
