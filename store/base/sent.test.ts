import { expect, test } from 'vitest';
import { Channel, MessageChannel } from '../../journey/delivery/channel.ts';
import { isSentMessage } from './sent.ts';

test('isSentMessage leaves out exactly the channels that reach no user', () => {
  const users: readonly string[] = MessageChannel.options;
  const others = Channel.options.filter((channel) => !users.includes(channel));
  expect(isSentMessage.strings.join('')).toContain(`not in (${others.map((channel) => `'${channel}'`).join(', ')})`);
});
