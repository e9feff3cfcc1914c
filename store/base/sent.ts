import { fragment } from './sql.ts';

/** True for a message `m` that its provider has accepted. Calls of webhooks and activities aren't messages. */
export const isSentMessage = fragment`m.outcome = 'sent' and m.channel not in ('webhook', 'activity')`;

/** Returns the message `m` as a `LastSend`, in JSON. */
export const sendAsJson = fragment`jsonb_build_object('at', m.settled_at, 'node', m.node, 'visit', m.visit)`;
