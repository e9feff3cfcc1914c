import { expect, test } from 'vitest';
import { Channel, MessageChannel } from '../../journey/delivery/channel.ts';
import { isSentMessage } from './sent.ts';

test('the channels that isSentMessage leaves out are exactly those that reach no user', () => {
  const users: readonly string[] = MessageChannel.options;
  const others = Channel.options.filter((channel) => !users.includes(channel));
  expect(isSentMessage.strings.join('')).toContain(`not in (${others.map((channel) => `'${channel}'`).join(', ')})`);
});
