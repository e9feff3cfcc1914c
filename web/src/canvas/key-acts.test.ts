import { beforeEach, describe, expect, test } from 'vitest';
import { type DraftDocument, ENTRY, positionsOf, withPositions } from '../document/document';
import { words } from '../words';
import { createKeyActs, type KeyPorts } from './key-acts';
import { type Builder, createBuilder } from './store';

const PATH = {
  id: 'x',
  start: 'push',
  nodes: {
    push: { type: 'message', channel: 'push', then: 'wait' },
    wait: { type: 'delay', for: '2h', then: 'end' },
    end: { type: 'exit' },
  },
} as DraftDocument;

let store: Builder;
let seen: string[];
let clipboard: string;
let focused: string | undefined;
let press: (keys: string) => boolean;
beforeEach(() => open(PATH));

function open(document: DraftDocument, isEditable = true) {
  store = createBuilder(document);
  seen = [];
  clipboard = '';
  focused = undefined;
  const note = (what: string) => () => void seen.push(what);
  const ports: KeyPorts = {
    ...{ store, isEditable },
    focused: () => focused,
    focus: (id) => {
      focused = id;
      store.getState().select([id]);
    },
    focusFirstField: note('field'),
    view: { zoomIn: note('in'), zoomOut: note('out'), fit: note('fit') },
    clipboard: {
      write: (text) => {
        clipboard = text;
      },
      read: async () => clipboard,
    },
  };
  const actFor = createKeyActs(ports);
  press = (keys) => {
    const [key = '', ...held] = keys
      .split(' with ')
      .toReversed()
      .flatMap((each) => each.split('+'));
    const act = actFor({
      key,
      metaKey: held.includes('meta'),
      ctrlKey: held.includes('ctrl'),
      shiftKey: held.includes('shift'),
    });
    act?.();
    return act !== undefined;
  };
}
const document = () => store.getState().document;
const selected = () => store.getState().selected;

describe('moving', () => {
  test('by arrows, down and up again the way one came, and home', () => {
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown']) press(key);
    expect(focused).toBe('end');
    press('ArrowUp');
    expect(focused).toBe('wait');
    press('Home');
    expect(focused).toBe(ENTRY);
    press('ArrowLeft');
    expect(focused).toBe(ENTRY);
  });

  test('begins at the card that has the focus, else at the selected one', () => {
    store.getState().select(['push']);
    press('ArrowDown');
    expect(focused).toBe('wait');
    focused = 'push';
    press('ArrowDown');
    expect(focused).toBe('wait');
  });

  test('Enter opens the form of the card that has the focus, Escape closes it', () => {
    focused = 'wait';
    press('Enter');
    expect([selected(), seen]).toEqual([['wait'], ['field']]);
    press('Escape');
    expect(selected()).toEqual([]);
  });

  test('the view by signs', () => {
    press('-');
    press('shift with !');
    expect(seen).toEqual(['out', 'fit']);
  });
});

describe('editing', () => {
  test('a asks for a node after the selected one', () => {
    store.getState().select(['push']);
    press('a');
    expect(store.getState().adding).toEqual({ node: 'push', port: 'then' });
  });

  test('l begins a link, Enter ends it at the card that has the focus; the next Enter opens a form', () => {
    store.getState().select(['push']);
    press('l');
    expect(store.getState().said).toBe(words.builder.said.linking('then'));
    focused = 'end';
    press('Enter');
    expect(document().nodes.push?.then).toBe('end');
    expect(seen).toEqual([]);
    press('Enter');
    expect(seen).toEqual(['field']);
  });

  test('Escape gives a begun link up', () => {
    press('l');
    press('Escape');
    focused = 'end';
    press('Enter');
    expect(document()).toBe(PATH);
  });

  test.each(['Delete', 'Backspace'])('%s removes the card that has the focus and all that are selected', (key) => {
    store.getState().select(['push']);
    focused = 'wait';
    press(key);
    expect(Object.keys(document().nodes)).toEqual(['end']);
  });

  test('T tidies up', () => {
    open(withPositions(PATH, { push: { x: 1, y: 2 } }));
    press('shift with T');
    expect(positionsOf(document())).toEqual({});
  });

  test.each(['ctrl', 'meta'])('%s with z, y and Z undo and redo', (held) => {
    store.getState().select(['wait']);
    press('Delete');
    const after = document();
    press(`${held} with z`);
    expect(document()).toBe(PATH);
    press(`${held} with y`);
    expect(document()).toBe(after);
    press(`${held} with z`);
    press(`${held}+shift with Z`);
    expect(document()).toBe(after);
  });
});

describe('the clipboard', () => {
  test('a selects all nodes, c copies them, v brings copies', async () => {
    press('ctrl with a');
    expect(selected()).toEqual(['push', 'wait', 'end']);
    press('ctrl with c');
    press('ctrl with v');
    await Promise.resolve();
    await Promise.resolve();
    expect(Object.keys(document().nodes)).toHaveLength(6);
  });

  test('with nothing selected, what was in the clipboard stays', () => {
    clipboard = 'before';
    press('ctrl with c');
    press('ctrl with x');
    press('ctrl with d');
    expect([clipboard, document()]).toEqual(['before', PATH]);
  });

  test('x takes the selected nodes out, d doubles them without the clipboard', () => {
    store.getState().select(['wait']);
    press('ctrl with d');
    expect([Object.keys(document().nodes).length, clipboard]).toEqual([4, '']);
    press('ctrl with x');
    expect(document()).toEqual(PATH);
    expect(clipboard).toContain('delay');
  });
});

describe('other keys', () => {
  test.each(['q', 'shift with a1', 'ctrl with ArrowDown', 'constructor'])('%s is no key of the canvas', (keys) => {
    expect(press(keys)).toBe(false);
  });

  test.each([
    'a',
    'l',
    'Delete',
    'shift with T',
    'ctrl with x',
    'ctrl with v',
    'ctrl with d',
    'ctrl with z',
    'ctrl with Z',
  ])('where nothing can be changed, %s does nothing', (keys) => {
    open(PATH, false);
    expect(press(keys)).toBe(false);
  });

  test.each(['ArrowDown', 'Enter', 'shift with !', 'ctrl with a', 'ctrl with c'])(
    'where nothing can be changed, %s works',
    (keys) => {
      open(PATH, false);
      expect(press(keys)).toBe(true);
    },
  );
});
