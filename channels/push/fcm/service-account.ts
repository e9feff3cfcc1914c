import { createPrivateKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** A Google service account that may send by FCM. */
export interface ServiceAccount {
  readonly projectId: string;
  readonly email: string;
  readonly key: KeyObject;
  readonly keyId: string | undefined;
  /** Where access tokens come from. */
  readonly tokenUrl: string;
}

const Json = z.looseObject({
  type: z.literal('service_account'),
  project_id: z.string().regex(/^[a-z0-9:.-]{1,100}$/),
  client_email: z.email(),
  private_key: z.string(),
  private_key_id: z.string().optional(),
  token_uri: z.url().default('https://oauth2.googleapis.com/token'),
});

/** Parses the JSON file that Google's console offers. Undefined: it isn't one. */
export function parseServiceAccount(given: string): ServiceAccount | undefined {
  try {
    const { project_id, client_email, private_key, private_key_id, token_uri } = Json.parse(JSON.parse(given));
    const key = createPrivateKey(private_key);
    if (key.asymmetricKeyType !== 'rsa') return undefined;
    return { projectId: project_id, email: client_email, key, keyId: private_key_id, tokenUrl: token_uri };
  } catch {
    return undefined;
  }
}
