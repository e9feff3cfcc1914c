import murmurhash from 'murmurhash';

/** Returns a number from 0 (inclusive) to 1 (exclusive). The same key always returns the same number. */
export const chanceOf = (key: string): number => murmurhash.v3(key.normalize('NFC')) / 2 ** 32;
