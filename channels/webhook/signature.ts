import { Webhook } from 'standardwebhooks';

export interface Signed {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * Creates a signer for Standard Webhooks that signs with every secret. To rotate secrets, add the new one, let
 * receivers switch, then remove the old one.
 * @throws TypeError if a secret is not base64
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
    // never quotes the secret
    throw new TypeError(`WEBHOOK_SECRET: secret ${index + 1} must be "whsec_" and base64`, { cause });
  }
}
