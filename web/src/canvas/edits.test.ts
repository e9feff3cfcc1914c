import { beforeEach, describe, expect, test } from 'vitest';
import { offered } from '../../../journey/document/draft';
import { type DraftDocument, ENTRY, positionsOf, withPositions } from '../document/document';
import { words } from '../words';
import {
  addNode,
  copyNodes,
  linkNodes,
  linkPorts,
  pasteNodes,
  redo,
  relinkNodes,
  removeNodes,
  tidyUp,
  undo,
  unlinkPort,
} from './edits';
import { type Builder, createBuilder } from './store';

const { said } = words.builder;
const PATH = {
  id: 'x',
  start: 'push',
  nodes: {
    push: { type: 'message', channel: 'push', content: { text: 'Hi' }, then: 'wait' },
    wait: { type: 'delay', for: '2h', then: 'end' },
    end: { type: 'exit' },
  },
} as DraftDocument;

let store: Builder;
beforeEach(() => {
  store = createBuilder(PATH);
});
const document = () => store.getState().document;
const node = (id: string) => document().nodes[id];
const steps = () => store.temporal.getState().pastStates.length;
const delay = offered.find(({ title }) => title === 'Delay');
if (!delay) throw new Error('no delay is offered');
const edge = (source: string, sourceHandle: string | null, target: string) => ({
  ...{ id: 'e', source, target, targetHandle: null },
  sourceHandle,
});

describe('adding', () => {
  test('puts a node into a way, selects it, closes the picker and says so', () => {
    store.getState().ask({ node: 'push', port: 'then' });
    expect(addNode(store, { node: 'push', port: 'then' }, delay)).toBe('delay');
    expect([node('push')?.then, node('delay')?.then]).toEqual(['delay', 'wait']);
    expect(store.getState()).toMatchObject({
      selected: ['delay'],
      adding: undefined,
      said: said.added('Delay', 'Push'),
    });
    expect(steps()).toBe(1);
  });

  test('without a way, the node leads nowhere and nothing leads to it', () => {
    addNode(store, undefined, delay);
    expect(node('delay')).not.toHaveProperty('then');
    expect(node('push')?.then).toBe('wait');
    expect(store.getState().said).toBe(said.added('Delay', words.builder.entry));
  });
});

describe('removing', () => {
  test('heals the path as one step, selects nothing and says what', () => {
    store.getState().select(['wait']);
    removeNodes(store, ['wait']);
    expect(node('push')?.then).toBe('end');
    expect(store.getState()).toMatchObject({ selected: [], said: said.removed('Delay') });
    removeNodes(store, ['push', 'end']);
    expect(Object.keys(document().nodes)).toEqual([]);
    expect(store.getState().said).toBe(said.removed('2'));
    expect(steps()).toBe(2);
  });

  test.each([[[ENTRY]], [[]]])('of %j changes nothing', (ids) => {
    removeNodes(store, ids);
    expect(document()).toBe(PATH);
    expect(steps()).toBe(0);
  });
});

describe('linking', () => {
  test('leads a way to a node and says so', () => {
    linkPorts(store, { node: 'push', port: 'failed' }, 'end');
    expect(node('push')?.links).toEqual({ failed: 'end' });
    expect(store.getState().said).toBe(said.linked('failed', 'End'));
  });

  test.each([
    ['the entry', { node: 'wait', port: 'then' }, ENTRY],
    ['itself, round without a wait', { node: 'push', port: 'then' }, 'push'],
  ])('to %s is not done', (_, place, to) => {
    linkPorts(store, place, to);
    expect(document()).toBe(PATH);
  });

  test('round without a wait shows the round', () => {
    linkPorts(store, { node: 'push', port: 'failed' }, 'push');
    expect(store.getState()).toMatchObject({ isShown: true, said: said.endless('Push → Push') });
  });

  test('round through a wait is done', () => {
    linkPorts(store, { node: 'wait', port: 'then' }, 'push');
    expect(node('wait')?.then).toBe('push');
  });

  test('unlinks a way', () => {
    unlinkPort(store, { node: 'push', port: 'then' });
    expect(node('push')).not.toHaveProperty('then');
  });

  test('by the mouse: without a port it is the one way out', () => {
    linkNodes(store, edge('push', null, 'end'));
    linkNodes(store, edge('push', 'failed', 'wait'));
    expect(node('push')).toMatchObject({ then: 'end', links: { failed: 'wait' } });
  });
});

describe('taking a link somewhere else', () => {
  test('to another node', () => {
    relinkNodes(store, edge('push', 'then', 'wait'), edge('push', 'then', 'end'));
    expect(node('push')?.then).toBe('end');
    expect(steps()).toBe(1);
  });

  test('from another node: the first leads nowhere', () => {
    relinkNodes(store, edge('push', 'then', 'wait'), edge('wait', 'then', 'end'));
    expect(node('push')).not.toHaveProperty('then');
    expect(node('wait')?.then).toBe('end');
  });

  test('from another port of the same node', () => {
    relinkNodes(store, edge('push', 'then', 'wait'), edge('push', 'failed', 'wait'));
    expect(node('push')?.links).toEqual({ failed: 'wait' });
    expect(node('push')).not.toHaveProperty('then');
  });

  test.each([
    ['to the entry', edge('push', 'then', ENTRY)],
    ['round without a wait', edge('push', 'then', 'push')],
  ])('%s is not done', (_, to) => {
    relinkNodes(store, edge('push', 'then', 'wait'), to);
    expect(document()).toBe(PATH);
  });
});

describe('the clipboard', () => {
  test('takes the selected nodes, without the entry', () => {
    store.getState().select([ENTRY, 'push', 'wait']);
    const text = copyNodes(store) ?? '';
    expect(Object.keys((JSON.parse(text) as { nodes: object }).nodes)).toEqual(['push', 'wait']);
    expect(store.getState().said).toBe(said.copied(2));
  });

  test.each([[[]], [[ENTRY]]])('with %j selected takes nothing', (ids) => {
    store.getState().select(ids);
    expect(copyNodes(store)).toBeUndefined();
  });

  test('brings copies with names of their own, selected, as one step', () => {
    store.getState().select(['push', 'wait']);
    pasteNodes(store, copyNodes(store) ?? '');
    expect(store.getState()).toMatchObject({ selected: ['push-2', 'wait-2'], said: said.pasted(2) });
    expect(node('push-2')?.then).toBe('wait-2');
    expect(steps()).toBe(1);
  });

  test('with a text that is no nodes changes nothing and says so', () => {
    pasteNodes(store, 'hello');
    expect(document()).toBe(PATH);
    expect(store.getState()).toMatchObject({ said: said.notOurs, isShown: true });
  });
});

describe('undo and redo', () => {
  test('say what they took back and brought again', () => {
    unlinkPort(store, { node: 'push', port: 'then' });
    const { act } = store.getState();
    undo(store);
    expect(document()).toBe(PATH);
    expect(store.getState().said).toBe(said.undid(act));
    redo(store);
    expect(node('push')).not.toHaveProperty('then');
    expect(store.getState().said).toBe(said.redid(act));
  });

  test('with nothing to take back or bring again say nothing', () => {
    undo(store);
    redo(store);
    expect(store.getState().said).toBe('');
  });
});

describe('tidying up', () => {
  test('forgets the places that people gave, as one step', () => {
    store = createBuilder(withPositions(PATH, { push: { x: 1, y: 2 } }));
    tidyUp(store);
    expect(positionsOf(document())).toEqual({});
    expect(steps()).toBe(1);
  });

  test('of what is tidy is no step', () => {
    tidyUp(store);
    expect(document()).toBe(PATH);
  });
});
