import { getCountries, isSupportedCountry, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { text } from '../base/bounded.ts';
import type { JsonValue } from '../base/json.ts';
import { broken } from '../base/refusal.ts';

/**
 * Reads a phone number from a trait. Returns E.164, such as `+31612345678`; undefined if no country has such a number.
 * A number without a country code belongs to `country`; without that, it isn't read, since it could reach a stranger.
 * JSON numbers can't start with `+` or `0`, so they may also begin with a country code.
 */
export function readPhoneNumber(value: JsonValue | undefined, country: string | undefined): string | undefined {
  if (typeof value === 'number') return readDigits(value, country);
  const read = typeof value === 'string' ? parse(value, country) : undefined;
  return read?.isPossible() ? read.number : undefined;
}

/** Digits alone are checked strictly: of two readings, one is usually no number of its country. */
function readDigits(value: number, country: string | undefined): string | undefined {
  const digits = Number.isSafeInteger(value) && value > 0 ? String(value) : '';
  const readings = [parse(digits, country), parse(`+${digits}`, undefined)];
  return readings.find((number) => number?.isValid())?.number;
}

/** A longer text isn't a phone number, and isn't parsed. */
const MOST_CHARACTERS = 50;

/** Reads one number and nothing around it. A number with an extension belongs to a desk phone. */
function parse(given: string, country: string | undefined): PhoneNumber | undefined {
  if (given.length > MOST_CHARACTERS) return undefined;
  const number = parsePhoneNumberFromString(given.trim(), {
    ...(country !== undefined && isSupportedCountry(country) && { defaultCountry: country }),
    extract: false,
  });
  return number?.ext === undefined ? number : undefined;
}

/** Returns the country of a number in E.164; undefined if it belongs to none, such as a satellite phone's. */
export const countryOfNumber = (e164: string): string | undefined => parsePhoneNumberFromString(e164)?.country;

/** Returns whether two letters are a country of ISO 3166 that has phone numbers. */
export const isCountry = (given: string): boolean => isSupportedCountry(given);

/** An ISO 3166 country: `NL`. */
export const Country = text(2)
  .refine(isCountry, broken('there is no such country', 'use two letters of ISO 3166, such as "NL"'))
  .meta({ id: 'Country', description: 'Two letters of ISO 3166: `NL`', pattern: `^(${getCountries().join('|')})$` });
