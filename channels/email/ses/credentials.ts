import type { Answer } from '../../port.ts';

export interface SesCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Finds the credentials that sign a request. `answer`: why there are none, so the message isn't sent. */
export type FindCredentials = () => Promise<
  | { readonly ok: true; readonly credentials: SesCredentials }
  | { readonly ok: false; readonly answer: Extract<Answer, { type: 'misconfigured' | 'busy' }> }
>;

/** Variables with fixed credentials. */
export interface KeyVariables {
  readonly SES_ACCESS_KEY_ID?: string | undefined;
  readonly SES_SECRET_ACCESS_KEY?: string | undefined;
  readonly SES_SESSION_TOKEN?: string | undefined;
}

/**
 * Returns how to find the credentials: fixed ones from the variables, or else a role's.
 *
 * @throws TypeError for half a pair of keys, which would otherwise mean a role
 */
export function findCredentialsBy(
  { SES_ACCESS_KEY_ID: accessKeyId, SES_SECRET_ACCESS_KEY: secretAccessKey, SES_SESSION_TOKEN: token }: KeyVariables,
  region: string,
): FindCredentials {
  if (accessKeyId === undefined && secretAccessKey === undefined && token === undefined) return findRole(region);
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new TypeError(
      'SES needs both SES_ACCESS_KEY_ID and SES_SECRET_ACCESS_KEY: give both, or none for the credentials of a role',
    );
  const credentials = { accessKeyId, secretAccessKey, sessionToken: token };
  return async () => ({ ok: true, credentials });
}

/**
 * Finds a role's credentials where AWS's own SDK finds them: AWS_* variables, a web identity token (EKS), profiles, the
 * container's endpoint (ECS, EKS Pod Identity) and the instance's metadata (EC2, IMDSv2). The SDK stores them until
 * they are about to expire, and concurrent messages share one request. It is loaded by the first message.
 */
function findRole(region: string): FindCredentials {
  let chain: (() => Promise<SesCredentials>) | undefined;
  return async () => {
    try {
      if (!chain) {
        const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
        chain ??= fromNodeProviderChain({ clientConfig: { region }, ec2MetadataV1Disabled: true });
      }
      return { ok: true, credentials: await chain() };
    } catch (failure) {
      return { ok: false, answer: answerWithoutRole(failure) };
    }
  };
}

/** Returns what it means that there are no credentials. AWS's words can name the role, but hold no secret. */
function answerWithoutRole(failure: unknown): Extract<Answer, { type: 'misconfigured' | 'busy' }> {
  const { name, message } = failure instanceof Error ? failure : { name: 'Error', message: String(failure) };
  const words = `${name}: ${message}`.replace(/\s+/g, ' ').slice(0, MOST_WORDS);
  return isTemporary(failure)
    ? { type: 'busy', reason: `AWS gave no credentials: ${words}` }
    : {
        type: 'misconfigured',
        reason: `found no AWS credentials: give SES_ACCESS_KEY_ID and SES_SECRET_ACCESS_KEY, or a role. ${words}`,
      };
}
const MOST_WORDS = 200;

/** STS failed, limits requests or doesn't answer. Then waiting helps. */
const isTemporary = (failure: unknown): boolean =>
  failure instanceof Error &&
  (('$fault' in failure && failure.$fault === 'server') ||
    ('$retryable' in failure && failure.$retryable !== undefined) ||
    failure.name === 'TimeoutError' ||
    ('code' in failure && /^E(CONN|HOST|NET|PIPE|AI_AGAIN|TIMEDOUT)/.test(String(failure.code))));
