import type { SyntaxNode, Tree } from '@lezer/common';

export interface Span {
  readonly from: number;
  readonly to: number;
}

type Found = Map<string, Span>;

/** Returns the place of each value in a JSON text, by dotted path: a property's name, or an item of a list. */
export function offsetsOf(tree: Tree, text: string): ReadonlyMap<string, Span> {
  const found: Found = new Map();
  const top = tree.topNode.firstChild;
  if (top) visit(top, '', text, found);
  return found;
}

function visit(node: SyntaxNode, path: string, text: string, found: Found): void {
  if (node.name === 'Object') visitObject(node, path, text, found);
  if (node.name === 'Array') visitArray(node, path, text, found);
}

function visitObject(node: SyntaxNode, path: string, text: string, found: Found): void {
  for (const property of node.getChildren('Property')) {
    const name = property.getChild('PropertyName');
    const value = property.lastChild;
    if (!name || !value) continue;
    const key = text.slice(name.from + 1, name.to - 1);
    const at = path === '' ? key : `${path}.${key}`;
    found.set(at, { from: name.from, to: name.to });
    visit(value, at, text, found);
  }
}

const MARKS = ['[', ']', ',', '⚠'];

function visitArray(node: SyntaxNode, path: string, text: string, found: Found): void {
  let index = 0;
  for (let item = node.firstChild; item; item = item.nextSibling) {
    if (MARKS.includes(item.name)) continue;
    const at = `${path}.${index}`;
    found.set(at, { from: item.from, to: item.to });
    visit(item, at, text, found);
    index += 1;
  }
}
