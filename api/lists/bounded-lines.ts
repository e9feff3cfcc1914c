import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';

/** One line of a text, numbered from 1. `tooLong` is the length of a line over the limit, in bytes. */
export type Line =
  | { readonly nr: number; readonly text: string }
  | { readonly nr: number; readonly tooLong: number }
  | { readonly nr: number; readonly isNotUtf8: true };

const NEWLINE = 0x0a;

/** Splits a stream into lines. Never buffers more than `mostBytes` of a line, however long it is. */
export async function* splitLines(upload: Readable, mostBytes: number): AsyncGenerator<Line> {
  let line = newLine(1);
  for await (const chunk of upload as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      add(line, chunk.subarray(from, end), mostBytes);
      yield toLine(line, mostBytes);
      line = newLine(line.nr + 1);
      from = end + 1;
    }
    add(line, chunk.subarray(from), mostBytes);
  }
  if (line.size > 0) yield toLine(line, mostBytes);
}

interface PartialLine {
  readonly nr: number;
  parts: Buffer[];
  size: number;
}

const newLine = (nr: number): PartialLine => ({ nr, parts: [], size: 0 });

function add(line: PartialLine, part: Buffer, mostBytes: number): void {
  line.size += part.length;
  if (line.size > mostBytes) line.parts = [];
  else if (part.length > 0) line.parts.push(part);
}

function toLine({ nr, parts, size }: PartialLine, mostBytes: number): Line {
  if (size > mostBytes) return { nr, tooLong: size };
  const line = Buffer.concat(parts, size);
  return isUtf8(line) ? { nr, text: line.toString('utf8').replace(/\r$/, '') } : { nr, isNotUtf8: true };
}
