import { expect, test } from 'vitest';
import { senderFor, senders } from './senders.ts';

test.each([
  { given: '+12025550123', country: 'DE', sender: '+12025550123' },
  { given: 'US:+12025550123, DE:Shop', country: 'DE', sender: 'Shop' },
  { given: 'US:+12025550123,DE:Shop', country: 'FR', sender: undefined },
  { given: 'US:12345,*:My Shop 24', country: undefined, sender: 'My Shop 24' },
])('of $given, the sender for $country is $sender', ({ given, country, sender }) => {
  expect(senderFor(senders().parse(given), country)).toBe(sender);
});

test.each([
  '',
  'US:',
  'XX:Shop',
  'us:Shop',
  'US:Shop,US:Store',
  '+1',
  'A name that is long',
  'Shop,',
  'US:a:b',
  'Shöp',
])('refuses "%s"', (given) => expect(senders().safeParse(given).success).toBe(false));
