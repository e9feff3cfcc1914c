import { expect, test } from 'vitest';
import { originOf } from './origin.ts';

test.each([
  ['127.0.0.1', 'http://127.0.0.1:3000'],
  ['0.0.0.0', 'http://127.0.0.1:3000'],
  ['::', 'http://127.0.0.1:3000'],
  ['::1', 'http://[::1]:3000'],
  ['10.0.0.7', 'http://10.0.0.7:3000'],
  ['localhost', 'http://localhost:3000'],
])('given it listens at %s, then it is called at %s', (host, origin) => {
  expect(originOf(host, 3000)).toBe(origin);
});
