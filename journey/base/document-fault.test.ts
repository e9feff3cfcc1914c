import { expect, test } from 'vitest';
import { DocumentFault, isBug } from './document-fault.ts';

const missing: { readonly settings?: { readonly name: string } } = {};

test.each([
  { cause: new DocumentFault('node-missing', 'nodes.wait', 'no node "wait"'), expected: false },
  { cause: Object.assign(new Error('terminating connection'), { code: '57P01' }), expected: false },
  { cause: 'a text', expected: false },
  { cause: errorOf(() => (missing.settings as { readonly name: string }).name), expected: true },
  { cause: errorOf(() => [].length.toFixed(101)), expected: true },
  { cause: errorOf(() => JSON.parse('{')), expected: true },
])('only JavaScript’s own errors are bugs: $cause', ({ cause, expected }) => {
  expect(isBug(cause)).toBe(expected);
});

test('a document’s fault says what is wrong and where', () => {
  const cause = new Error('not JSON');
  const fault = new DocumentFault('version-unreadable', '', 'version 1 cannot be read', { cause });
  expect(fault).toMatchObject({ name: 'DocumentFault', code: 'version-unreadable', path: '', cause });
});

function errorOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (cause) {
    return cause;
  }
}
