import type { Readable } from 'node:stream';

/** One line of a text, numbered from 1, without its line break. A line over the limit has only its size. */
export interface Line {
  readonly nr: number;
  readonly size: number;
  readonly bytes?: Buffer;
}

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

const toLine = ({ nr, parts, size }: PartialLine, mostBytes: number): Line =>
  size > mostBytes ? { nr, size } : { nr, size, bytes: Buffer.concat(parts, size) };
