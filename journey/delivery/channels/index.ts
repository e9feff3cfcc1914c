import type { MessageChannelDefinition } from './define.ts';
import { email } from './email.ts';
import { inApp } from './in-app.ts';
import { push } from './push.ts';
import { sms } from './sms.ts';
import { webPush } from './web-push.ts';
import { whatsapp } from './whatsapp.ts';

/** Every message channel by its name in documents, in the order in which the builder offers them. */
export const MESSAGE_CHANNELS = {
  email,
  sms,
  push,
  webPush,
  inApp,
  whatsapp,
} as const satisfies Readonly<Record<string, MessageChannelDefinition>>;
