import { isCountry, readPhoneNumber } from '../../journey/delivery/phone-number.ts';
import { text } from '../readers.ts';

/** Sender by country of the recipient. `*` is for all other countries. */
export type Senders = ReadonlyMap<string, string>;

const OTHERS = '*';

/** Schema of `SMS_SENDERS`: one sender, or several such as `US:+12025550123,DE:Shop,*:+31612345678`. */
export const senders = () =>
  text(
    'a sender, or one for each country, such as US:+12025550123,DE:Shop,*:+31612345678. A sender is a number, a short ' +
      "code, a name of at most 11 letters and digits, or the id of a Twilio messaging service. Give a country's only once",
    parseSenders,
  );

function parseSenders(given: string): Senders | undefined {
  const rows = given.split(',').map(parseRow);
  const found = new Map(rows.flatMap((row) => (row ? [row] : [])));
  return found.size === given.split(',').length ? found : undefined;
}

function parseRow(row: string): readonly [country: string, sender: string] | undefined {
  const parts = row.split(':').map((part) => part.trim());
  const [country, sender] = parts.length === 1 ? [OTHERS, parts[0] ?? ''] : [parts[0] ?? '', parts[1] ?? ''];
  return parts.length <= 2 && (country === OTHERS || isCountry(country)) && isSender(sender)
    ? [country, sender]
    : undefined;
}

const SHORT_CODE = /^\d{3,8}$/;
const NAME = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/;
export const MESSAGING_SERVICE = /^MG[0-9a-f]{32}$/;

const isSender = (given: string): boolean =>
  SHORT_CODE.test(given) ||
  NAME.test(given) ||
  MESSAGING_SERVICE.test(given) ||
  readPhoneNumber(given, undefined) === given;

/** Returns the sender for a recipient's country. Undefined if none is given for it. */
export const senderFor = (senders: Senders, country: string | undefined): string | undefined =>
  senders.get(country ?? OTHERS) ?? senders.get(OTHERS);
