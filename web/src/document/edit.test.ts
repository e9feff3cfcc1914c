import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type DraftNode, familyOf, formOf, offered, sentenceOf, waysOf } from '../../../journey/document/draft';
import { nodeTypes } from '../../../journey/nodes/index';
import { validate } from '../../../journey/validate/index';
import { changesOf } from './diff';
import { type DraftDocument, ENTRY, readDocument } from './document';
import { insert, insertClip, link, remove, renameId, toClip, unlink } from './edit';
import { tidy } from './layout';
import { merge, withValueAt } from './merge';
import { inOrder, linksOf } from './path';

const cart = ((): DraftDocument => {
  const read = readDocument(JSON.parse(readFileSync('examples/abandoned-cart/journey.json', 'utf8')), 'abandoned-cart');
  if (!read.ok) throw new Error(read.message);
  return read.document;
})();
const offer = (title: string) => {
  const found = offered.find((each) => each.title === title);
  if (!found) throw new Error(title);
  return found;
};
const add = (document: DraftDocument, title: string, at?: { node: string; port: string }) =>
  insert(document, at, title, (id) => offer(title).blank(id));
const isValid = (document: DraftDocument) => validate(document).ok;

describe('the palette', () => {
  test('offers every type, and nothing else', () => {
    expect([...new Set(offered.map(({ type }) => type))]).toEqual(nodeTypes.map(({ type }) => type));
  });

  test.each(offered.map((each) => [each.title, each] as const))(
    '%s starts as a node of its type, and can be drawn',
    (title, each) => {
      const { document, id } = add(cart, title, { node: 'push', port: 'then' });
      expect(document.nodes[id]?.type).toBe(each.type);
      expect(tidy(document)[id]).toBeDefined();
      expect(linksOf(document).some(({ from, to }) => from === 'push' && to === id)).toBe(true);
    },
  );
});

describe('a new type of node', () => {
  /** Sources of the pages, without their tests. */
  const sources = readdirSync('web/src', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.ts$|schema\.d\.ts$/.test(file))
    .map((file) => ({ file, text: readFileSync(`web/src/${file}`, 'utf8') }));

  test.each(nodeTypes.map(({ type }) => type))('needs nothing of web/: no page speaks of %s', (type) => {
    expect(sources.length).toBeGreaterThan(50);
    const naming = new RegExp(`type\\b[^\\n]{0,12}['"]${type}['"]`);
    expect(sources.filter(({ text }) => naming.test(text)).map(({ file }) => file)).toEqual([]);
  });

  test('a new type’s node file alone gives its form, sentence and ports', () => {
    for (const { type } of nodeTypes) {
      const { document, id } = add(cart, offered.find((each) => each.type === type)?.title ?? '');
      const node = document.nodes[id];
      expect(formOf(type)).toMatchObject({ type: 'object', properties: { type: { const: type } } });
      expect(node && sentenceOf(node)).not.toBe('');
      expect(node && waysOf(node).ways.length > 0).toBe(familyOf(node as DraftNode) !== 'end');
    }
  });
});

describe('a path', () => {
  test('a node is inserted into a link: the next node follows it', () => {
    const { document, id } = add(cart, 'Delay', { node: 'push', port: 'then' });
    expect([id, document.nodes.push?.then, document.nodes[id]?.then]).toEqual(['delay', 'delay', 'two-hours']);
    expect(isValid(document)).toBe(true);
  });

  test('removed, the path closes, and the entry follows', () => {
    expect(remove(cart, ['two-hours']).nodes.push?.then).toBe('sms');
    expect(remove(cart, ['push']).start).toBe('two-hours');
    expect(isValid(remove(cart, ['two-hours', 'sms']))).toBe(true);
  });

  test('removed where the next node is ambiguous: links to it lead nowhere, and are reported', () => {
    const split = add(cart, 'Branch', { node: 'push', port: 'then' });
    const forked = link(split.document, { node: split.id, port: 'otherwise' }, 'email');
    const { nodes } = remove(forked, [split.id]);
    expect(nodes.push).not.toHaveProperty('then');
    expect(nodes['two-hours']).toBeDefined();
  });

  test('unlinked, the port leads nowhere; linked again, it is restored', () => {
    const open = unlink(cart, { node: 'push', port: 'then' });
    expect(open.nodes.push).not.toHaveProperty('then');
    expect(link(open, { node: 'push', port: 'then' }, 'two-hours')).toEqual(cart);
    expect(link(unlink(cart, { node: ENTRY, port: 'then' }), { node: ENTRY, port: 'then' }, 'push')).toEqual(cart);
  });

  test('a node that is called otherwise: all that led to it leads to it still', () => {
    const renamed = renameId(cart, 'two-hours', 'pause');
    expect(renamed.nodes.push?.then).toBe('pause');
    expect(isValid(renamed)).toBe(true);
    expect(renameId(cart, 'two-hours', 'sms')).toBe(cart);
    const noted = { ...cart, layout: { positions: { push: { x: 1, y: 2 } }, notes: { push: 'why' } } } as DraftDocument;
    expect(renameId(noted, 'push', 'first').layout).toEqual({
      positions: { first: { x: 1, y: 2 } },
      notes: { first: 'why' },
    });
    expect(remove(noted, ['push']).layout).toEqual({ positions: {}, notes: {} });
  });

  test('copied into the same document: new names, inner links kept, none to the originals', () => {
    const made = insertClip(cart, toClip(cart, ['push', 'two-hours']));
    expect(made?.ids).toEqual(['push-2', 'two-hours-2']);
    expect(made?.document.nodes['push-2']?.then).toBe('two-hours-2');
    expect(made?.document.nodes['two-hours-2']).not.toHaveProperty('then');
    expect(insertClip(cart, 'a text')).toBeUndefined();
  });

  test('a link back is a loop, and isn’t drawn twice', () => {
    const looped = link(cart, { node: 'email', port: 'failed' }, 'push');
    expect(
      linksOf(looped)
        .filter(({ isLoop }) => isLoop)
        .map(({ id }) => id),
    ).toEqual(['email/failed']);
    expect(inOrder(looped)).toEqual(['push', 'two-hours', 'sms', 'two-more-hours', 'email', 'done']);
  });
});

describe('two editors', () => {
  const at = (document: DraftDocument, path: string, value: string) => withValueAt(document, path, value);

  test('a field that one of two changed takes that change', () => {
    const mine = at(cart, 'nodes.sms.content.text', 'Mine');
    const theirs = at(cart, 'nodes.two-hours.for', '4h');
    const { document, conflicts, taken } = merge(cart, mine, theirs);
    expect([conflicts, taken]).toEqual([[], ['nodes.two-hours']]);
    expect(document).toEqual(at(mine, 'nodes.two-hours.for', '4h'));
  });

  test('I have changed nothing: theirs is taken, named by their changes', () => {
    const theirs = at(at(cart, 'nodes.two-hours.for', '4h'), 'name', 'Theirs');
    expect(merge(cart, cart, theirs)).toEqual({ document: theirs, conflicts: [], taken: ['name', 'nodes.two-hours'] });
  });

  test('the same field, changed differently: mine stays, and theirs stays available', () => {
    const mine = at(cart, 'name', 'Mine');
    const { document, conflicts } = merge(cart, mine, at(cart, 'name', 'Theirs'));
    expect(document.name).toBe('Mine');
    expect(conflicts).toEqual([{ path: 'name', mine: 'Mine', theirs: 'Theirs' }]);
  });

  test('one takes a node out that the other changes: it is asked', () => {
    const mine = remove(cart, ['sms']);
    const { conflicts } = merge(cart, mine, at(cart, 'nodes.sms.content.text', 'Theirs'));
    expect(conflicts.map(({ path }) => path)).toEqual(['nodes.sms']);
  });
});

describe('changes of a publication', () => {
  test('nothing, where only places and the order of fields differ', () => {
    const { name, ...rest } = cart;
    const moved = { ...rest, name, layout: { positions: { push: { x: 1, y: 2 } } } } as DraftDocument;
    expect(changesOf(cart, moved)).toEqual([]);
  });

  test('a wait, a node less, a goal: each in words', () => {
    const after = withValueAt(remove(cart, ['email']), 'nodes.two-hours.for', '4h');
    const changes = changesOf(cart, { ...after, goals: [] });
    expect(changes.map(({ room, type: is, what }) => `${room} ${is} ${what}`)).toEqual([
      'goals removed purchase',
      'path changed two-hours.for',
      'path changed two-more-hours.then',
      'path removed email',
    ]);
    expect(changes[1]).toMatchObject({ before: '2h', after: '4h' });
  });
});

describe('documents that can’t be drawn show why', () => {
  test.each([
    [[], 'It is not a JSON object'],
    [{ schema: 2, nodes: {} }, 'It is written in format 2; this version reads format 1'],
    [{ nodes: [] }, '"nodes" is not an object'],
    [{ nodes: { a: {} } }, 'nodes.a has no type'],
  ])('%j', (given, message) => {
    expect(readDocument(given, 'x')).toMatchObject({ ok: false, message });
  });
});
