import type { Encode } from './encode.ts';
import type { LinkValue } from './links.ts';
import type { Resolved } from './marks.ts';

/** Writes a page from its beginning to its end. */
export interface Writer {
  readonly page: Resolved;
  /** How far the page is written. */
  done(): number;
  /** Writes up to an index, with values' texts encoded. */
  put(to: number, encode: Encode): void;
  /** Writes a text in place of the page up to an index. */
  replace(text: string, to: number): void;
  /** Returns a part of the page that isn't written yet. */
  look(from: number, to: number, encode: Encode): LinkValue;
  written(): string;
}

export function createWriter(page: Resolved): Writer {
  const { text, syntax } = page;
  const values = [...syntax.matchAll(/\uFDEF+/g)].map(({ index, 0: run }) => [index, index + run.length] as const);
  const pieces: string[] = [];
  let done = 0;
  let next = 0;

  const skip = (to: number) => {
    done = Math.max(done, to);
    while (next < values.length && (values[next]?.[1] ?? 0) <= done) next += 1;
  };
  const part = (from: number, to: number, encode: Encode): string => {
    let written = '';
    let at = from;
    for (let nth = next; nth < values.length; nth += 1) {
      const [begin, end] = values[nth] as readonly [number, number];
      if (begin >= to) break;
      if (end <= at) continue;
      const start = Math.max(begin, at);
      const stop = Math.min(end, to);
      written += text.slice(at, start) + encode(text.slice(start, stop));
      at = stop;
    }
    return written + text.slice(at, Math.max(at, to));
  };

  return {
    page,
    done: () => done,
    put(to, encode) {
      pieces.push(part(done, to, encode));
      skip(to);
    },
    replace(piece, to) {
      pieces.push(piece);
      skip(to);
    },
    look: (from, to, encode) => ({
      final: part(from, to, encode),
      syntax: syntax.slice(from, to),
      text: text.slice(from, to),
    }),
    written: () => pieces.join(''),
  };
}
