import { layout as arrange, Graph } from '@dagrejs/dagre';
import { type DraftNode, sentenceOf, waysOf } from '../../../journey/document/draft';
import { type DraftDocument, ENTRY, type Point } from './document';
import { linksOf } from './path';

/** Pixels at a zoom of 1. */
export const CARD = { width: 280, height: 96 };
export const SMALL_HEIGHT = 48;
const GAP = { nodesep: 40, ranksep: 84 };

const SHORT = 30;

/** Returns whether the sentence says everything: it is then shown as the title. */
export function isSmall(node: DraftNode): boolean {
  return node.name === undefined && sentenceOf(node).length <= SHORT && waysOf(node).ways.length <= 1;
}

export function heightOf(document: DraftDocument, id: string): number {
  const node = document.nodes[id];
  return node && isSmall(node) ? SMALL_HEIGHT : CARD.height;
}

/** Lays out all nodes from top to bottom, ports in their order. */
export function tidy(document: DraftDocument): Readonly<Record<string, Point>> {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', ...GAP });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of [ENTRY, ...Object.keys(document.nodes)])
    graph.setNode(id, { width: CARD.width, height: heightOf(document, id) });
  for (const { from, to, isLoop } of linksOf(document)) if (!isLoop) graph.setEdge(from, to);
  arrange(graph);
  const points = graph.nodes().map((id): [string, Point] => {
    const { x, y } = graph.node(id) as unknown as Point;
    return [id, { x: Math.round(x - CARD.width / 2), y: Math.round(y - heightOf(document, id) / 2) }];
  });
  return Object.fromEntries(points);
}

/** Places nodes without a position below the node that leads to them, around the nodes that people have placed. */
export function placeMissing(
  document: DraftDocument,
  placed: Readonly<Record<string, Point>>,
): Readonly<Record<string, Point>> {
  const points: Record<string, Point> = { [ENTRY]: { x: 0, y: 0 }, ...placed };
  for (const { from, port, to } of linksOf(document)) {
    const before = points[from];
    if (points[to] !== undefined || before === undefined) continue;
    const node = document.nodes[from];
    const nr = node ? waysOf(node).ways.findIndex((way) => way.port === port) : 0;
    points[to] = clear(points, {
      x: before.x + nr * (CARD.width + GAP.nodesep),
      y: before.y + CARD.height + GAP.ranksep,
    });
  }
  for (const id of Object.keys(document.nodes)) points[id] ??= clear(points, { x: 0, y: CARD.height + GAP.ranksep });
  return points;
}

const STEP = CARD.height + GAP.ranksep;

/** Returns the first free place at or below the wish. */
function clear(points: Readonly<Record<string, Point>>, wish: Point): Point {
  const isTaken = (at: Point): boolean =>
    Object.values(points).some(({ x, y }) => Math.abs(x - at.x) < CARD.width && Math.abs(y - at.y) < CARD.height);
  let at = wish;
  while (isTaken(at)) at = { x: at.x, y: at.y + STEP };
  return at;
}
