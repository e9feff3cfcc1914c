import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';

/** One line of a text, numbered from 1; of one that is too long only how long it was. */
export type Line =
  | { readonly nr: number; readonly text: string }
  | { readonly nr: number; readonly tooLong: number }
  | { readonly nr: number; readonly isNotUtf8: true };

const NEWLINE = 0x0a;

/** Lines as they come in. Of a line that is longer than `mostBytes` nothing is kept, however long it goes on. */
export async function* linesOf(upload: Readable, mostBytes: number): AsyncGenerator<Line> {
  let line = newLine(1);
  for await (const chunk of upload as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      add(line, chunk.subarray(from, end), mostBytes);
      yield finished(line, mostBytes);
      line = newLine(line.nr + 1);
      from = end + 1;
    }
    add(line, chunk.subarray(from), mostBytes);
  }
  if (line.size > 0) yield finished(line, mostBytes);
}

interface Growing {
  readonly nr: number;
  parts: Buffer[];
  size: number;
}

const newLine = (nr: number): Growing => ({ nr, parts: [], size: 0 });

function add(line: Growing, part: Buffer, mostBytes: number): void {
  line.size += part.length;
  if (line.size > mostBytes) line.parts = [];
  else if (part.length > 0) line.parts.push(part);
}

function finished({ nr, parts, size }: Growing, mostBytes: number): Line {
  if (size > mostBytes) return { nr, tooLong: size };
  const line = Buffer.concat(parts, size);
  return isUtf8(line) ? { nr, text: line.toString('utf8').replace(/\r$/, '') } : { nr, isNotUtf8: true };
}
