import { beforeEach, describe, expect, test } from 'vitest';
import { type DraftDocument, ENTRY, positionsOf, withPositions } from '../document/document';
import { CARD, SMALL_HEIGHT } from '../document/layout';
import { dropAt } from './drop';
import { type Builder, createBuilder } from './store';

const PATH = {
  id: 'x',
  start: 'wait',
  nodes: { wait: { type: 'delay', for: '2h', then: 'late' }, late: { type: 'delay', for: '3h' } },
} as DraftDocument;
const POINTS = { [ENTRY]: { x: 0, y: 0 }, wait: { x: 0, y: 200 }, late: { x: 0, y: 400 } };
const MIDDLE = CARD.width / 2;
/** Halfway from the lower edge of `wait` to `late`. */
const ON_LINK = { x: MIDDLE, y: (200 + SMALL_HEIGHT + 400) / 2 };

let store: Builder;
beforeEach(() => open(PATH));
function open(document: DraftDocument) {
  store = createBuilder(document);
  store.getState().setPoints(POINTS);
}
const nodes = () => store.getState().document.nodes;
const places = () => positionsOf(store.getState().document);

describe('an offer that is dropped', () => {
  test.each([
    { given: 'on a link', at: ON_LINK },
    { given: 'just near it', at: { x: ON_LINK.x + 96, y: ON_LINK.y } },
  ])('$given goes into that way, and is laid out with the others', ({ at }) => {
    dropAt(store, 'End', at);
    expect(nodes().wait?.then).toBe('end');
    expect(places()).toEqual({});
  });

  test('on the link of the entry begins the path', () => {
    dropAt(store, 'Delay', { x: MIDDLE, y: (CARD.height + 200) / 2 });
    expect(store.getState().document.start).toBe('delay');
    expect(nodes().delay?.then).toBe('wait');
  });

  test('below a way that leads nowhere comes after it', () => {
    dropAt(store, 'End', { x: MIDDLE, y: 400 + SMALL_HEIGHT + 28 });
    expect(nodes().late?.then).toBe('end');
  });

  test('far from all stays where it was dropped, and from then on all have places', () => {
    dropAt(store, 'End', { x: 2_000.4, y: 1_000 });
    expect(places()).toEqual({ ...POINTS, end: { x: 2_000 - MIDDLE, y: 1_000 - CARD.height / 2 } });
    expect(nodes().late).not.toHaveProperty('then');
  });

  test('near a way, where people place nodes: into the way, and where it was dropped', () => {
    open(withPositions(PATH, POINTS));
    dropAt(store, 'End', ON_LINK);
    expect(nodes().wait?.then).toBe('end');
    expect(places().end).toEqual({ x: 0, y: ON_LINK.y - CARD.height / 2 });
  });

  test('on an empty path begins it, below the entry', () => {
    open({ id: 'x', start: '', nodes: {} });
    dropAt(store, 'End', { x: MIDDLE, y: CARD.height + 28 });
    expect(store.getState().document.start).toBe('end');
  });

  test('that is none of ours changes nothing', () => {
    dropAt(store, 'Hello', ON_LINK);
    expect(store.getState().document).toBe(PATH);
  });
});
