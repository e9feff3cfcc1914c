import type { Flaw } from '../refusal.ts';

const MAX_BYTES = 1_000_000;
const MAX_DEPTH = 64;

/** Before anything recursive looks at it: nothing larger than a megabyte, nothing nested so deep that a stack could overflow. */
export function sizeOf(input: unknown): readonly Flaw[] {
  let bytes = 0;
  for (const { value, name, depth } of everything(input)) {
    bytes += bytesOf(name) + bytesOf(value);
    if (depth > MAX_DEPTH) return [tooDeep];
    if (bytes > MAX_BYTES) return [tooLarge];
  }
  return [];
}

const tooDeep: Flaw = {
  path: '',
  message: `the document is nested deeper than ${MAX_DEPTH}`,
  fix: 'make it flatter: all and any take many conditions',
};
const tooLarge: Flaw = {
  path: '',
  message: 'the document is larger than 1 MB',
  fix: 'shorten its contents, or split it into two journeys',
};

interface Part {
  readonly value: unknown;
  readonly name: string;
  readonly depth: number;
}

function* everything(input: unknown): Generator<Part> {
  const left: Part[] = [{ value: input, name: '', depth: 0 }];
  for (let part = left.pop(); part; part = left.pop()) {
    yield part;
    const { value, depth } = part;
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, inner] of Object.entries(value))
      left.push({ value: inner, name: Array.isArray(value) ? '' : name, depth: depth + 1 });
  }
}

/** About what it takes as JSON. */
function bytesOf(value: unknown): number {
  if (typeof value !== 'string') return 4;
  let bytes = 2;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return bytes;
}
