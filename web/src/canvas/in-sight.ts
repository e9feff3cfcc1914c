import { CARD } from '../document/layout';

/** Returns whether the pane shows a card completely. `x` and `y` are its top left corner. */
export function isInSight(
  pane: HTMLElement | null,
  { x, y }: { readonly x: number; readonly y: number },
  zoom: number,
): boolean {
  const box = pane?.getBoundingClientRect();
  if (!box) return true;
  const [right, bottom] = [x + CARD.width * zoom, y + CARD.height * zoom];
  return x >= box.left && right <= box.right && y >= box.top && bottom <= box.bottom;
}
