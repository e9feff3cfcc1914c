import { createSign, type KeyObject } from 'node:crypto';

interface Subject {
  readonly commonName: string;
  readonly from: Date;
  readonly to: Date;
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Makes a certificate that an RSA key signs for itself, as PEM. */
export function makeCertificate({ commonName, from, to }: Subject, { privateKey, publicKey }: KeyPair): string {
  const name = sequence(encodeValue(0x31, sequence(COMMON_NAME, encodeValue(0x0c, Buffer.from(commonName)))));
  const validity = sequence(time(from), time(to));
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const content = sequence(encodeValue(0x02, Buffer.of(1)), RSA_WITH_SHA256, name, validity, name, key);
  const signature = createSign('sha256').update(content).sign(privateKey);
  const whole = sequence(content, RSA_WITH_SHA256, encodeValue(0x03, Buffer.concat([Buffer.of(0), signature])));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** Writes a value of ASN.1 in DER: its tag, its length, its content. */
function encodeValue(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const bytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...bytes), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => encodeValue(0x30, Buffer.concat(parts));
const time = (date: Date): Buffer => encodeValue(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d{3}/g, '')));

const COMMON_NAME = Buffer.from('0603550403', 'hex');
const RSA_WITH_SHA256 = Buffer.from('300d06092a864886f70d01010b0500', 'hex');
