import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countryOfNumber, readPhoneNumber } from './phone-number.ts';

test.each<{ readonly given: unknown; readonly country?: string; readonly number: string | undefined }>([
  { given: '+31612345678', number: '+31612345678' },
  { given: ' +31 (0)6-1234.5678 ', number: '+31612345678' },
  { given: '06 1234 5678', country: 'NL', number: '+31612345678' },
  { given: '٠٦١٢٣٤٥٦٧٨', country: 'NL', number: '+31612345678' },
  { given: '0031612345678', country: 'NL', number: '+31612345678' },
  { given: '011 31 6 12345678', country: 'US', number: '+31612345678' },
  { given: '+442071838750', country: 'NL', number: '+442071838750' },
  { given: '06 1234 5678', number: undefined }, // of which country?
  { given: '2025550123', number: undefined }, // with a plus, it would be in Egypt
  { given: 612345678, country: 'NL', number: '+31612345678' },
  { given: 31612345678, country: 'NL', number: '+31612345678' },
  { given: 31612345678, number: '+31612345678' },
  { given: 442071838750, country: 'US', number: '+442071838750' },
  { given: 2025550123, country: 'US', number: '+12025550123' },
  { given: 2025550123, number: undefined },
  { given: 1e21, country: 'US', number: undefined },
  { given: 6.12345678, country: 'NL', number: undefined },
  { given: -31612345678, country: 'NL', number: undefined },
  { given: '+31612345678, +31612345679', number: undefined },
  { given: '+31612345678 ext. 5', number: undefined },
  { given: 'call +31612345678', number: undefined },
  { given: '+3161', number: undefined },
  { given: '+31612345678'.repeat(1_000), number: undefined },
  { given: '', number: undefined },
  { given: true, number: undefined },
  { given: ['+31612345678'], number: undefined },
  { given: { number: '+31612345678' }, number: undefined },
])('of $given, at home in $country, the number is $number', ({ given, country, number }) => {
  expect(readPhoneNumber(given as never, country)).toBe(number);
});

test('what is read is E.164, and reading it again changes nothing', () => {
  const anything = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.stringMatching(/^[+0-9 ()./-]{5,20}$/));
  fc.assert(
    fc.property(anything, fc.constantFrom(undefined, 'NL', 'US', 'DE', 'XX'), (given, country) => {
      const number = readPhoneNumber(given, country);
      if (number === undefined) return;
      expect(number).toMatch(/^\+[1-9]\d{4,16}$/);
      expect(readPhoneNumber(number, 'FR')).toBe(number);
    }),
  );
});

test('a number says its country, as far as it has one', () => {
  expect(countryOfNumber('+31612345678')).toBe('NL');
  expect(countryOfNumber('+12045550123')).toBe('CA');
  expect(countryOfNumber('+883510000000')).toBeUndefined();
});
