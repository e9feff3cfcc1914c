/** Signs a JSON Web Token (RFC 7515, compact). `sign` gets the text to sign. */
export function createJwt(
  header: Readonly<Record<string, string>>,
  claims: Readonly<Record<string, string | number>>,
  sign: (text: string) => Uint8Array,
): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${Buffer.from(sign(text)).toString('base64url')}`;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
