import { isAscii, isUtf8 } from 'node:buffer';
import type { Encoding } from './as-utf8.ts';

/** Decodes rows to UTF-8. */
export interface RowText {
  /** Returns a row as UTF-8; undefined if its letters are ambiguous. */
  read(row: Buffer): Buffer | undefined;
  /** The encoding of the rows so far. */
  found(): Encoding;
}

/**
 * Creates a decoder of rows in UTF-8 or Windows-1252. If the encoding isn't named, a row that isn't UTF-8 is
 * Windows-1252, unless earlier rows have letters in UTF-8: in such a file, the row is damaged. So is a row whose
 * letters don't look like Windows-1252.
 */
export function createRowText(named: Encoding | undefined): RowText {
  let hasUtf8 = false;
  let hasWindows = named === 'windows-1252';
  return {
    read(row) {
      if (isAscii(row)) return row;
      if (named === 'windows-1252') return fromWindows1252(row);
      if (isUtf8(row)) {
        hasUtf8 = true;
        return row;
      }
      if (named !== undefined || hasUtf8 || isForeign(row)) return undefined;
      const text = fromWindows1252(row);
      hasWindows ||= text !== undefined;
      return text;
    },
    found: () => (hasWindows && !hasUtf8 ? 'windows-1252' : 'utf-8'),
  };
}

/** The letters of Windows-1252 from 0x80 to 0x9F, where it isn't Latin-1. Five are undefined. */
const UPPER = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** Decodes Windows-1252. Returns undefined for undefined letters. Some versions of Node take it for Latin-1. */
function fromWindows1252(row: Buffer): Buffer | undefined {
  const text = row.toString('latin1').replaceAll(/[\x80-\x9f]/g, (letter) => UPPER[letter.charCodeAt(0) - 0x80] ?? '');
  return text.includes('\ufffd') ? undefined : Buffer.from(text);
}

/** Letters above ASCII in succession. Cyrillic, Greek, Chinese and other scripts have more. */
const MOST_TOGETHER = 3;

/** Returns whether a row looks like an encoding of another script than Latin. */
function isForeign(row: Buffer): boolean {
  let together = 0;
  for (const byte of row) {
    together = byte >= 0x80 ? together + 1 : 0;
    if (together > MOST_TOGETHER) return true;
  }
  return false;
}
