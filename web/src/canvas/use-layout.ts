import { useEffect } from 'react';
import { type DraftDocument, positionsOf } from '../document/document';
import { heightOf, placeMissing } from '../document/layout';
import { linksOf } from '../document/path';
import { useBuilder, useBuilderStore } from './store';
import { ask } from './worker/ask';

/** Returns a key of everything that the layout depends on. Texts don't move nodes. */
const shapeOf = (document: DraftDocument): string =>
  JSON.stringify([
    linksOf(document).map(({ id, to }) => [id, to]),
    Object.keys(document.nodes).map((id) => [id, heightOf(document, id)]),
  ]);

/** Lays out the nodes after each change, unless people have placed them. */
export function useLayout(): void {
  const store = useBuilderStore();
  const placed = useBuilder(({ document }) => JSON.stringify(positionsOf(document)));
  const shape = useBuilder(({ document }) => shapeOf(document));
  useEffect(() => {
    const { document, setPoints } = store.getState();
    if (placed !== '{}') return setPoints(placeMissing(document, positionsOf(document)));
    let isStale = false;
    void ask('tidy', document).then((points) => {
      if (!isStale) setPoints(points);
    });
    void shape;
    return () => {
      isStale = true;
    };
  }, [store, placed, shape]);
}
