import { IconGitBranch, IconMail, IconQuestionMark } from '@tabler/icons-react';
import { expect, test } from 'vitest';
import { nodeTypes } from '../../../journey/nodes/index';
import { iconOf } from './icons';

test('a name has its icon, an unknown name that of its family, and an unknown type a question mark', () => {
  expect([iconOf('email', 'channel'), iconOf('new', 'decision'), iconOf('new', undefined)]).toEqual([
    IconMail,
    IconGitBranch,
    IconQuestionMark,
  ]);
});

test.each(nodeTypes.flatMap(({ offers = [] }) => offers.map(({ title, icon }) => ({ title, icon }))))(
  '$title of the palette has an icon of its own',
  ({ icon }) => {
    expect(iconOf(icon, undefined)).not.toBe(IconQuestionMark);
  },
);
