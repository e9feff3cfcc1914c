import { ENTRY } from '../document/document';
import type { Place } from '../document/edit';
import { words } from '../words';
import { copyNodes, linkPorts, pasteNodes, redo, removeNodes, tidyUp, undo } from './edits';
import { lastWay } from './last-way';
import { findNeighbor } from './neighbor';
import type { Builder } from './store';

export interface KeyPorts {
  readonly store: Builder;
  readonly isEditable: boolean;
  /** The ID of the card that has the focus. */
  focused(): string | undefined;
  focus(id: string): void;
  focusFirstField(): void;
  readonly view: { zoomIn(): void; zoomOut(): void; fit(): void };
  readonly clipboard: { write(text: string): void; read(): Promise<string> };
}

/** State that the arrow and link keys keep between two presses. */
interface KeyMemory {
  readonly cameFrom: Map<string, string>;
  linking: Place | undefined;
}

export interface Pressed {
  readonly key: string;
  readonly metaKey: boolean;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
}

type Act = () => void;
/** Actions by key, named as in `KeyboardEvent.key`. */
type Acts = ReadonlyMap<string, Act>;

/**
 * Creates the keyboard equivalents of all mouse actions on the canvas. The result returns a key's action, or undefined
 * if the canvas doesn't use the key.
 */
export function createKeyActs(ports: KeyPorts): (pressed: Pressed) => Act | undefined {
  const memory: KeyMemory = { cameFrom: new Map(), linking: undefined };
  const plain = new Map([...movesOf(ports, memory), ...(ports.isEditable ? editsOf(ports, memory) : [])]);
  const shifted = new Map([...plain, ...shiftedOf(ports)]);
  const commands = commandsOf(ports);
  return ({ key, metaKey, ctrlKey, shiftKey }) => (metaKey || ctrlKey ? commands : shiftKey ? shifted : plain).get(key);
}

/** The node that has the focus, or else the one that is selected. */
const findHere = ({ store, focused }: KeyPorts): string => focused() ?? store.getState().selected[0] ?? ENTRY;

const ARROWS = ['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight'];

function movesOf(ports: KeyPorts, memory: KeyMemory): Acts {
  const { store, focus, focusFirstField, view } = ports;
  const { select } = store.getState();
  const follow = (key: string) => {
    const id = findHere(ports);
    const to = findNeighbor(store.getState().document, id, key, memory.cameFrom);
    if (to === undefined) return;
    if (key === 'ArrowDown') memory.cameFrom.set(to, id);
    focus(to);
  };
  const enter = () => {
    if (memory.linking) linkPorts(store, memory.linking, findHere(ports));
    else {
      select([findHere(ports)]);
      focusFirstField();
    }
    memory.linking = undefined;
  };
  const giveUp = () => {
    memory.linking = undefined;
    select([]);
  };
  return new Map<string, Act>([
    ...ARROWS.map((key) => [key, () => follow(key)] as const),
    ['Home', () => focus(ENTRY)],
    ['Enter', enter],
    ['Escape', giveUp],
    ['+', view.zoomIn],
    ['-', view.zoomOut],
  ]);
}

function editsOf(ports: KeyPorts, memory: KeyMemory): Acts {
  const { store } = ports;
  const startLink = () => {
    memory.linking = lastWay(store);
    if (memory.linking) store.getState().say(words.builder.said.linking(memory.linking.port));
  };
  const takeOut = () => removeNodes(store, [...new Set([findHere(ports), ...store.getState().selected])]);
  return new Map<string, Act>([
    ['a', () => store.getState().ask(lastWay(store))],
    ['l', startLink],
    ['Delete', takeOut],
    ['Backspace', takeOut],
  ]);
}

const shiftedOf = ({ store, view, isEditable }: KeyPorts): Acts =>
  new Map<string, Act>([['!', view.fit], ...(isEditable ? [['T', () => tidyUp(store)] as const] : [])]);

function commandsOf({ store, clipboard, isEditable }: KeyPorts): Acts {
  const copy = () => {
    const text = copyNodes(store);
    if (text !== undefined) clipboard.write(text); // with nothing selected, the clipboard stays as it is
  };
  const cut = () => {
    copy();
    removeNodes(store, store.getState().selected);
  };
  const duplicate = () => {
    const text = copyNodes(store);
    if (text !== undefined) pasteNodes(store, text);
  };
  const reading: readonly (readonly [string, Act])[] = [
    ['a', () => store.getState().select(Object.keys(store.getState().document.nodes))],
    ['c', copy],
  ];
  const editing: readonly (readonly [string, Act])[] = [
    ['x', cut],
    ['v', () => void clipboard.read().then((text) => pasteNodes(store, text))],
    ['d', duplicate],
    ['z', () => undo(store)],
    ['y', () => redo(store)],
    ['Z', () => redo(store)],
  ];
  return new Map([...reading, ...(isEditable ? editing : [])]);
}
