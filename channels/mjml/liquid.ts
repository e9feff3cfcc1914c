import { partsOf } from '../../journey/validate/liquid.ts';

/** A source whose Liquid is replaced with words that MJML treats as text. */
export interface Shielded {
  readonly source: string;
  /** Finds each placeholder in a text once, in order, with its Liquid. */
  wordsIn(text: string): readonly ShieldedPart[];
  /** Returns the line in the original source, from 1, for a position in the shielded source. */
  lineAt(position: number): number;
  /** Puts the Liquid back, byte for byte. */
  restore(text: string): string;
}

export interface ShieldedPart {
  readonly liquid: string;
  /** Position in the shielded source. */
  readonly at: number;
}

/** Replaces each output and tag with a unique word, so that MJML neither reads nor changes it. */
export function shieldLiquid(source: string): Shielded {
  const prefix = unusedWord(source);
  const parts = new Map<string, ShieldedPart>();
  const pieces: string[] = [];
  const places: { readonly at: number; readonly original: number }[] = [{ at: 0, original: 0 }];
  let length = 0;
  let done = 0;
  for (const { from, to } of partsOf(source)) {
    const word = `${prefix}${parts.size}z`;
    length += from - done;
    parts.set(word, { liquid: source.slice(from, to), at: length });
    pieces.push(source.slice(done, from), word);
    length += word.length;
    done = to;
    places.push({ at: length, original: to });
  }
  pieces.push(source.slice(done));
  return {
    source: pieces.join(''),
    wordsIn: (text) => [...new Set(text.match(WORD) ?? [])].flatMap((word) => parts.get(word) ?? []),
    lineAt(position) {
      const { at, original } = places.findLast((place) => place.at <= position) ?? { at: 0, original: 0 };
      return countLines(source.slice(0, original + position - at));
    },
    restore: (text) => text.replace(WORD, (word) => parts.get(word)?.liquid ?? word),
  };
}

const countLines = (text: string): number => text.split('\n').length;

/** Matches placeholders and words that look like them. Words in the source itself are not placeholders. */
const WORD = /sjlqx*\d{1,6}z/g;

/**
 * Returns the shortest prefix that no word of the source has. It is short for any source, since each length that is
 * taken has to be written there. Uses lowercase letters, since tag and attribute names are case-insensitive.
 */
function unusedWord(source: string): string {
  const taken = new Set([...source.matchAll(/sjlq(x*)\d/gi)].map(([, tail = '']) => tail.length));
  let length = 0;
  while (taken.has(length)) length += 1;
  return `sjlq${'x'.repeat(length)}`;
}
