import { Webhook } from 'standardwebhooks';

export interface Signed {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * Signs as Standard Webhooks does, once with each secret, so that receivers can change over in their own time: put the new secret
 * beside the old one, and take the old one away when everybody has the new.
 * @throws TypeError if a secret is not base64.
 */
export function createSigner(secrets: readonly string[]) {
  const webhooks = secrets.map(withSecret);
  return (id: string, body: string, now: number): Signed => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': webhooks.map((each) => each.sign(id, new Date(now), body)).join(' '),
  });
}

function withSecret(secret: string, index: number): Webhook {
  try {
    return new Webhook(secret);
  } catch (cause) {
    throw new TypeError(`WEBHOOK_SECRET: number ${index + 1} must be "whsec_" and base64`, { cause }); // never the secret itself
  }
}
