import { DOCUMENT_BYTES, DOCUMENT_DEPTH, MOST } from '../base/limits.ts';
import type { Flaw } from '../base/refusal.ts';

/**
 * Returns a problem if a document is too large to check: by number of nodes, bytes or depth. Stops at the first excess
 * and never opens a value larger than the remaining bytes. So a hostile document costs no more than a normal one.
 */
export function sizeOf(input: unknown): readonly Flaw[] {
  const nodes = isContainer(input) && isContainer(input.nodes) ? Object.keys(input.nodes).length : 0;
  if (nodes > MOST.nodes) return [tooManyNodes(nodes)];
  let bytes = 0;
  const left: Part[] = [{ value: input, depth: 0 }];
  for (let part = left.pop(); part; part = left.pop()) {
    const { value, depth } = part;
    if (depth > DOCUMENT_DEPTH) return [tooDeep];
    bytes += bytesOf(value, DOCUMENT_BYTES - bytes);
    if (bytes > DOCUMENT_BYTES) return [tooLarge];
    if (!isContainer(value)) continue;
    for (const name in value) left.push({ value: value[name], depth: depth + 1 });
  }
  return [];
}

const tooManyNodes = (nodes: number): Flaw => ({
  path: 'nodes',
  message: `the path has ${nodes} nodes, more than ${MOST.nodes}`,
  fix: 'split it into two journeys',
});
const tooDeep: Flaw = {
  path: '',
  message: `the document is nested deeper than ${DOCUMENT_DEPTH}`,
  fix: 'flatten it: all and any take many conditions',
};
const tooLarge: Flaw = {
  path: '',
  message: `the document is larger than ${DOCUMENT_BYTES / 1_000_000} MB`,
  fix: 'shorten its contents, or split it into two journeys',
};

interface Part {
  readonly value: unknown;
  readonly depth: number;
}

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/**
 * Returns the approximate size of a value as JSON; of an object or array, without its members. Stops counting above
 * `most`.
 */
function bytesOf(value: unknown, most: number): number {
  if (typeof value === 'string') return textBytes(value, most);
  if (Array.isArray(value)) return 4 + 2 * value.length;
  if (!isContainer(value)) return 4;
  let bytes = 4;
  for (const name in value) {
    bytes += textBytes(name, most) + 2;
    if (bytes > most) break;
  }
  return bytes;
}

function textBytes(text: string, most: number): number {
  if (text.length > most) return text.length;
  let bytes = 2;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return bytes;
}
