import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { referencePages } from '../../tools/reference.ts';
import { entryTypes } from '../entries/index.ts';
import { nodeTypes } from '../nodes/index.ts';

test.each(referencePages())(
  'the reference page $path is that of the schemas: else `npm run reference`',
  ({ path, text }) => {
    expect(readFileSync(new URL(`../../docs/reference/${path}`, import.meta.url), 'utf8')).toBe(text);
  },
);

test.each([...entryTypes, ...nodeTypes].map((type) => [type.type, type] as const))(
  '%s has an example that its schema takes',
  (_, type) => {
    expect(type.schema.safeParse(type.example).error).toBeUndefined();
  },
);
