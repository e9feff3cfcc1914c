import murmurhash from 'murmurhash';

/** A number from 0 to below 1 that a key always draws: chance that stays with the person. */
export const chanceOf = (key: string): number => murmurhash.v3(key.normalize('NFC')) / 2 ** 32;
