import { expect, test } from 'vitest';
import { type DraftDocument, ENTRY } from './document';
import { listBlocking, problemsOf } from './problems';

const document: DraftDocument = { id: 'x', nodes: { sms: { type: 'message' } } };
const flaw = (path: string) => ({ code: 'c', path, message: 'm', fix: 'f' });

test.each([
  ['nodes.sms.content.text', { step: 'path', node: 'sms', field: 'content.text' }],
  ['nodes.sms', { step: 'path', node: 'sms', field: '' }],
  ['nodes.gone.then', { step: 'path', node: undefined, field: 'nodes.gone.then' }],
  ['nodes.constructor', { step: 'path', node: undefined, field: 'nodes.constructor' }],
  ['start', { step: 'path', node: ENTRY, field: '' }],
  ['entry.event', { step: 'entry', node: ENTRY, field: 'event' }],
  ['goals.0.window', { step: 'goal', node: undefined, field: 'goals.0.window' }],
  ['exits.0', { step: 'goal', node: undefined, field: 'exits.0' }],
  ['name', { step: 'path', node: undefined, field: 'name' }],
])('a flaw at %s is seen at %j', (path, place) => {
  const [problem] = problemsOf({ errors: [flaw(path)], warnings: [] }, document);
  expect(problem).toEqual({ ...flaw(path), severity: 'error', ...place });
});

test('errors come before warnings, and alone block a publication', () => {
  const problems = problemsOf({ errors: [flaw('name')], warnings: [flaw('start')] }, document);
  expect(problems.map(({ severity, path }) => [severity, path])).toEqual([
    ['error', 'name'],
    ['warning', 'start'],
  ]);
  expect(listBlocking(problems).map(({ path }) => path)).toEqual(['name']);
});
