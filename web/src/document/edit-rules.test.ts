import fc from 'fast-check';
import { expect, test } from 'vitest';
import { offered, waysOf } from '../../../journey/document/draft';
import { type DraftDocument, ENTRY, readDocument } from './document';
import { insert, insertClip, link, type Place, remove, renameId, toClip, unlink } from './edit';

/** One edit. Numbers choose among what the document has by then. */
type Edit = readonly [what: 'insert' | 'remove' | 'rename' | 'link' | 'unlink' | 'copy', number, number];
const edit = fc.tuple(
  fc.constantFrom('insert', 'remove', 'rename', 'link', 'unlink', 'copy'),
  fc.nat(50),
  fc.nat(50),
) as fc.Arbitrary<Edit>;

const EMPTY: DraftDocument = { id: 'x', start: '', nodes: {}, layout: { positions: {}, notes: {} } };

function chooseNode(document: DraftDocument, nr: number): string {
  const ids = Object.keys(document.nodes);
  return ids[nr % ids.length] ?? 'gone';
}

function choosePlace(document: DraftDocument, nr: number): Place {
  const own = Object.entries(document.nodes).flatMap(([node, each]) =>
    waysOf(each).ways.map(({ port }) => ({ node, port })),
  );
  const places = [{ node: ENTRY, port: 'then' }, ...own];
  return places[nr % places.length] ?? { node: ENTRY, port: 'then' };
}

function apply(document: DraftDocument, [what, one, other]: Edit): DraftDocument {
  const offer = offered[one % offered.length];
  switch (what) {
    case 'insert':
      return offer
        ? insert(document, choosePlace(document, other), offer.title, (id) => offer.blank(id)).document
        : document;
    case 'remove':
      return remove(document, [chooseNode(document, one)]);
    case 'rename':
      return renameId(document, chooseNode(document, one), `n${other}`);
    case 'link': {
      const to = chooseNode(document, other);
      return Object.hasOwn(document.nodes, to) ? link(document, choosePlace(document, one), to) : document;
    }
    case 'unlink':
      return unlink(document, choosePlace(document, one));
    case 'copy':
      return (
        insertClip(document, toClip(document, [chooseNode(document, one), chooseNode(document, other)]))?.document ??
        document
      );
  }
}

/** Names that a document leads to. */
const targetsOf = (document: DraftDocument): readonly string[] => [
  ...(typeof document.start === 'string' && document.start !== '' ? [document.start] : []),
  ...Object.values(document.nodes).flatMap((node) =>
    waysOf(node).ways.flatMap(({ to }) => (to === undefined ? [] : [to])),
  ),
];

test('whatever is edited, the document can be drawn, and leads only to nodes that it has', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 25 }), (edits) => {
      const document = edits.reduce(apply, EMPTY);
      expect(readDocument(JSON.parse(JSON.stringify(document)), 'x').ok).toBe(true);
      expect(targetsOf(document).filter((to) => !Object.hasOwn(document.nodes, to))).toEqual([]);
    }),
  );
});

test('no edit changes the document that it began from', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 12 }), edit, (edits, last) => {
      const before = edits.reduce(apply, EMPTY);
      const written = JSON.stringify(before);
      apply(before, last);
      expect(JSON.stringify(before)).toBe(written);
    }),
  );
});

test('renaming to a free name and back leaves the document as it was', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), fc.nat(50), (edits, nr) => {
      const document = edits.reduce(apply, EMPTY);
      const id = chooseNode(document, nr);
      fc.pre(Object.hasOwn(document.nodes, id));
      expect(renameId(renameId(document, id, 'another'), 'another', id)).toEqual(document);
    }),
  );
});
