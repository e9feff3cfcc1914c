declare module 'http_ece' {
  import type { ECDH } from 'node:crypto';

  interface Params {
    readonly version: 'aes128gcm';
    readonly privateKey: ECDH;
    readonly authSecret: string;
  }
  export function decrypt(body: Buffer, params: Params): Buffer;
  const ece: { readonly decrypt: typeof decrypt };
  export default ece;
}
