import { offered, THEN, waysOf } from '../../../journey/document/draft';
import { ENTRY, type Point, positionsOf, textOf, withPositions } from '../document/document';
import type { Place } from '../document/edit';
import { CARD, heightOf } from '../document/layout';
import { linksOf } from '../document/path';
import { addNode } from './edits';
import type { Builder } from './store';

/** Data type of a drag from the palette, which carries the title of an offer. */
export const OFFER_TYPE = 'application/x-sojourn-offer';
/** Distance in pixels within which a drop goes into a link. */
const NEAR = 96;

/** Adds a node at a drop: into the nearest link or, if none is near, unlinked at the position of the drop. */
export function dropAt(store: Builder, title: string, at: Point): void {
  const offer = offered.find((each) => each.title === title);
  if (!offer) return;
  const near = nearest(store, at);
  const id = addNode(store, near, offer);
  const { document, points, take } = store.getState();
  const isFree = near === undefined || Object.keys(positionsOf(document)).length > 0;
  if (!isFree) return;
  const place = { x: Math.round(at.x - CARD.width / 2), y: Math.round(at.y - CARD.height / 2) };
  take(withPositions(document, { ...points, [id]: place }));
}

function nearest(store: Builder, at: Point): Place | undefined {
  const { document, points } = store.getState();
  const bottom = (id: string): Point | undefined => {
    const point = points[id];
    const height = id === ENTRY ? CARD.height : heightOf(document, id);
    return point && { x: point.x + CARD.width / 2, y: point.y + height };
  };
  const middles = linksOf(document).flatMap(({ from, port, to }): [Place, Point][] => {
    const [a, b] = [bottom(from), points[to]];
    return a && b
      ? [
          [
            { node: from, port },
            { x: (a.x + b.x + CARD.width / 2) / 2, y: (a.y + b.y) / 2 },
          ],
        ]
      : [];
  });
  const stubs = openWays(store).flatMap((place): [Place, Point][] => {
    const end = bottom(place.node);
    return end ? [[place, { x: end.x, y: end.y + 28 }]] : [];
  });
  const far = [...middles, ...stubs].map(([place, { x, y }]) => ({ place, distance: Math.hypot(x - at.x, y - at.y) }));
  const best = far.toSorted((a, b) => a.distance - b.distance)[0];
  return best && best.distance <= NEAR ? best.place : undefined;
}

/** Returns the exits without a link. */
function openWays(store: Builder): readonly Place[] {
  const { document } = store.getState();
  const entry = textOf(document.start) === '' ? [{ node: ENTRY, port: THEN }] : [];
  const others = Object.entries(document.nodes).flatMap(([node, each]) =>
    waysOf(each).ways.flatMap(({ port, to }) => (to === undefined ? [{ node, port }] : [])),
  );
  return [...entry, ...others];
}
