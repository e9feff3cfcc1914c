import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findAddressFault } from './email-address.ts';

describe('S4 mail goes only to addresses that can be mailed', () => {
  test.each([
    'ada@example.com',
    'a@b.co',
    "o'neil+news@shop.example",
    'first.last_99@sub.domain.example',
    'ödön@bücher.example',
    '用户@例え.テスト',
    'иван@почта.рф',
    'ada@xn--bcher-kva.example',
  ])('S4 %s', (address) => {
    expect(findAddressFault(address)).toBeUndefined();
  });

  test.each([
    { address: 'a@localhost', why: 'local network' },
    { address: 'a@mail.local', why: 'local network' },
    { address: 'a@shop.invalid', why: 'local network' },
    { address: 'a@intranet', why: 'no dot' },
    { address: '-oQ/x@y', why: 'option' },
    { address: '-f@shop.example', why: 'option' },
    { address: 'ada', why: 'no name' },
    { address: '@shop.example', why: 'no name' },
    { address: '', why: 'no name' },
    { address: 'a@x.example, b@x.example', why: 'allowed' },
    { address: 'Ada <a@x.example>', why: 'allowed' },
    { address: 'a@x.example\r\nBcc: b@x.example', why: 'allowed' },
    { address: 'a b@x.example', why: 'allowed' },
    { address: '"a b"@x.example', why: 'allowed' },
    { address: '.a@x.example', why: 'allowed' },
    { address: 'a..b@x.example', why: 'allowed' },
    { address: 'a@[127.0.0.1]', why: 'domain name' },
    { address: 'a@127.0.0.1', why: 'number' },
    { address: 'a@x..example', why: 'domain name' },
    { address: 'a@-x.example', why: 'domain name' },
    { address: 'a@x_y.example', why: 'domain name' },
    { address: 'a@x.example.', why: 'domain name' },
    { address: 'a@раypal.example', why: 'lookalikes' }, // Cyrillic р and а, Latin ypal
    { address: 'a@gοοgle.example', why: 'lookalikes' }, // Greek omicrons
    { address: `${'a'.repeat(65)}@x.example`, why: 'longer than 64' },
    { address: `a@${'x'.repeat(64)}.example`, why: 'domain name' },
    { address: `a@${'x.'.repeat(200)}example`, why: 'longer than 254' },
  ])('S4 not $address: $why', ({ address, why }) => {
    expect(findAddressFault(address)).toContain(why);
  });

  test('S4 no address has a character that could end it in a header or a command', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (local, domain) => {
        const address = `${local}@${domain}.example`;
        if (findAddressFault(address) === undefined) expect(address.trim()).not.toMatch(/[\s<>(),;:"\\[\]\p{Cc}]/u);
      }),
    );
  });
});
