/** Adds our send key to a callback URL, so that a callback finds the message even if the provider's answer was lost. */
export function withKey(callbackUrl: string, key: string): string {
  const url = new URL(callbackUrl);
  url.searchParams.set('key', key);
  return url.href;
}

export const keyIn = (callbackUrl: string): string | undefined =>
  new URL(callbackUrl).searchParams.get('key') ?? undefined;
