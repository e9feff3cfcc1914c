import { expect, test } from 'vitest';
import { type DraftDocument, ENTRY } from '../document/document';
import { lastWay } from './last-way';
import { createBuilder } from './store';

const nodes: DraftDocument['nodes'] = {
  push: { type: 'message', channel: 'push', then: 'branch' },
  branch: { type: 'message', channel: 'sms', links: { failed: 'end' } },
  end: { type: 'exit' },
};
const wayOf = (selected: readonly string[], given: Partial<DraftDocument> = {}) =>
  lastWay(createBuilder({ id: 'x', start: 'push', nodes, ...given } as DraftDocument, selected));

test.each([
  { given: 'the entry selected', selected: [ENTRY], way: { node: ENTRY, port: 'then' } },
  { given: 'a node with one way selected', selected: ['push'], way: { node: 'push', port: 'then' } },
  { given: 'a node with an open way selected', selected: ['branch'], way: { node: 'branch', port: 'then' } },
  { given: 'an exit selected', selected: ['end'], way: { node: 'branch', port: 'then' } },
  { given: 'nothing selected', selected: [], way: { node: 'branch', port: 'then' } },
  { given: 'a node that is gone selected', selected: ['gone'], way: { node: 'branch', port: 'then' } },
])('with $given, a new node goes to $way', ({ selected, way }) => {
  expect(wayOf(selected)).toEqual(way);
});

test('of a path without a beginning, a new node begins it', () => {
  expect(wayOf([], { start: '' })).toEqual({ node: ENTRY, port: 'then' });
});

test('of a path without an open way, a new node has none', () => {
  expect(wayOf([], { start: 'end', nodes: { end: { type: 'exit' } } })).toBeUndefined();
});
