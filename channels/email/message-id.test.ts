import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domainOf, keyIn, messageIdOf } from './message-id.ts';

describe('the Message-ID is the key (design.md §7.11)', () => {
  test('it is readable for an ordinary key', () => {
    expect(messageIdOf('m2k9x.mail-1.1', 'shop.example')).toBe('<m2k9x.mail-1.1@shop.example>');
  });

  test('any key can be recovered, and the ID has only characters allowed in a Message-ID', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (key) => {
        const id = messageIdOf(key, 'shop.example');
        expect(id).toMatch(/^<[\w!#$%&'*+\-/=?^`{|}~.]+@shop\.example>$/);
        expect(keyIn(id)).toBe(key);
      }),
    );
  });

  test.each([
    { id: '<CAF=1%zz@mail.example>', key: 'CAF=1%zz' },
    { id: 'no-brackets@x', key: 'no-brackets' },
    { id: '<"a@b"@x>', key: '"a@b"' },
    { id: '<no-at>', key: 'no-at' },
  ])('an ID that Sojourn did not make: $id → $key', ({ id, key }) => {
    expect(keyIn(id)).toBe(key);
  });

  test.each([
    { from: 'Shop <hello@shop.example>', domain: 'shop.example' },
    { from: 'hello@shop.example', domain: 'shop.example' },
    { from: '"a@b" <x@y.example>', domain: 'y.example' },
    { from: 'nonsense', domain: 'sojourn.invalid' },
  ])('the domain of $from is $domain', ({ from, domain }) => {
    expect(domainOf(from)).toBe(domain);
  });
});
