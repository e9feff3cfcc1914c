import { describe, expect, test } from 'vitest';
import '../../../test/app-origin';
import { formOf, idOf, KINDS, templateOf, type Written, withKind, writtenIn } from './written';

const message = {
  ...{ id: 'hello', name: 'Hello', kind: 'message', channel: 'sms' },
  ...{ content: { text: 'Hi {{ profile.name }}' }, variants: { nl: { text: 'Hoi' } } },
} as const;
const open = (document: object) => ({ latest: 2, version: 2, document }) as never;
const BLANK = writtenIn(undefined);
const written = (more: Partial<Written> = {}): Written => ({ ...writtenIn(open(message)), ...more });

describe('the form of a template', () => {
  test('of an opened template gives the same template back', () => {
    const block = { id: 'footer', name: 'Footer', kind: 'block', content: 'Bye' };
    for (const document of [message, block])
      expect(templateOf(document.id, writtenIn(open(document)))).toEqual({ document });
  });

  test('of a new template is an empty email', () => {
    expect(BLANK).toEqual({ id: '', name: '', kind: 'message', channel: 'email', fields: { content: {} } });
  });

  test('keeps the content between channels, and clears it for a block and back', () => {
    expect(withKind(written(), 'push')).toMatchObject({
      kind: 'message',
      channel: 'push',
      fields: { content: message.content },
    });
    const block = withKind(written(), 'block');
    expect(block).toMatchObject({ kind: 'block', channel: '', fields: { content: '' } });
    expect(withKind(block, 'sms')).toMatchObject({ kind: 'message', channel: 'sms', fields: { content: {} } });
  });

  test('offers every channel and the content block', () => {
    expect(KINDS).toEqual(expect.arrayContaining(['email', 'sms', 'block']));
  });

  test.each<{ readonly name: string; readonly id: string; readonly of: Written; readonly wrong: RegExp }>([
    { name: 'without a name', id: 'x', of: written({ name: '  ' }), wrong: /name/i },
    { name: 'with a bad ID', id: 'Not an ID', of: written(), wrong: /lower/i },
    { name: 'without its text', id: 'x', of: written({ fields: { content: {} } }), wrong: /content/ },
    {
      name: 'with broken Liquid',
      id: 'x',
      of: written({ fields: { content: { text: '{{ a' } } }),
      wrong: /content\.text/,
    },
  ])('$name is refused, with the place', ({ id, of, wrong }) => {
    expect(templateOf(id, of)).toEqual({ wrong: expect.stringMatching(wrong) });
  });

  test('derives a new template’s ID from its name until one is typed; an existing template keeps its ID', () => {
    expect(idOf(undefined, { ...BLANK, name: 'Spring Sale!' })).toBe('spring-sale');
    expect(idOf(undefined, { ...BLANK, name: 'Spring Sale!', id: 'mine' })).toBe('mine');
    expect(idOf(open(message), { ...BLANK, name: 'Other', id: 'other' })).toBe('hello');
  });

  test.each([
    { kind: 'message', channel: 'email', asked: 'content.subject' },
    { kind: 'block', channel: '', asked: undefined },
  ] as const)('asks for the fields of $kind $channel', ({ kind, channel, asked }) => {
    const form = formOf({ kind, channel });
    expect(form.schema).toHaveProperty('properties.content');
    expect(form.asked).toEqual(asked ? expect.arrayContaining([asked]) : []);
    expect(form.root).toHaveProperty('$defs');
  });
});
