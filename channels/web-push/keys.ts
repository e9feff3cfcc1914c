import { createECDH } from 'node:crypto';

/** A VAPID key pair (RFC 8292), in base64url. */
export interface VapidKey {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Creates a new key pair. */
export function createVapidKey(): VapidKey {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  const secret = Buffer.from(pair.getPrivateKey('hex').padStart(64, '0'), 'hex'); // leading zeros are left out there
  return { publicKey: pair.getPublicKey('base64url'), privateKey: secret.toString('base64url') };
}

const MOST_KEYS = 10;

/**
 * Parses private keys of 32 bytes in base64url, separated by commas, the one for new subscriptions first. Undefined: it
 * isn't that.
 */
export function parseVapidKeys(given: string): readonly [VapidKey, ...VapidKey[]] | undefined {
  const keys = given.split(',').map((each) => parseVapidKey(each.trim()));
  const [first, ...rest] = keys.filter((key) => key !== undefined);
  return first && rest.length + 1 === keys.length && keys.length <= MOST_KEYS ? [first, ...rest] : undefined;
}

function parseVapidKey(privateKey: string): VapidKey | undefined {
  if (!/^[A-Za-z0-9_-]{43}$/.test(privateKey)) return undefined;
  try {
    const pair = createECDH('prime256v1');
    pair.setPrivateKey(privateKey, 'base64url');
    return { publicKey: pair.getPublicKey('base64url'), privateKey };
  } catch {
    return undefined;
  }
}
