import type { JsonObject } from '../../../../journey/base/json';
import { isMessageChannel, type MessageChannel } from '../../../../journey/delivery/channel';
import { createTrialMessage } from '../../../../journey/document/trial-message';
import { SendTest } from '../../trial/send-test';
import { words } from '../../words';
import type { ChannelView, ProviderView } from './channel-queries';

const { channels: say } = words;

const TITLED = { title: say.testSubject, text: say.testText };

/** Content that each channel can send without a journey. WhatsApp needs a template that Meta has approved. */
const CONTENT: Readonly<Partial<Record<MessageChannel, JsonObject>>> = {
  email: { subject: say.testSubject, text: say.testText },
  sms: { text: `${say.testSubject}. ${say.testText}` },
  push: TITLED,
  webPush: TITLED,
  inApp: TITLED,
};

interface TestProps {
  readonly channel: ChannelView['channel'];
  readonly provider: Pick<ProviderView, 'name' | 'title'>;
}

/** A button that sends a test message to the author's own address with one of a channel's providers. */
export function TestChannel({ channel, provider }: TestProps) {
  const content = isMessageChannel(channel) ? CONTENT[channel] : undefined;
  if (!content || !isMessageChannel(channel)) return null;
  return <SendTest node={createTrialMessage(channel, content)} provider={provider} user="" profile={{}} entry={{}} />;
}
