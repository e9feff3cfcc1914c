import type { JsonObject } from '../../../journey/base/json.ts';

/** CleverTap's codes for flaws of a record, as its page "API errors" lists them. */
const CODES = {
  eventName: 509,
  structure: 512,
  restricted: 513,
  email: 515,
  phone: 516,
  tooMany: 522,
  identity: 523,
  type: 524,
  timestamp: 525,
  objectId: 526,
  tokenData: 531,
  tokenId: 532,
  tokenType: 533,
  tokenTypeInvalid: 534,
} as const;

/** Returns CleverTap's code for a flaw of a record. `path` begins with the record's member. */
export function codeOf(record: JsonObject, path: string, message: string): number {
  const [member = '', inner = ''] = path.split('.');
  switch (member) {
    case 'evtName':
      return message.startsWith('begins with "$"') ? CODES.restricted : CODES.eventName;
    case 'identity':
      return CODES.identity;
    case 'objectId':
      return CODES.objectId;
    case 'type':
      return CODES.type;
    case 'ts':
      return CODES.timestamp;
    case 'tokenData':
      return codeOfToken(record, inner);
    case 'profileData':
      if (inner === 'Email') return CODES.email;
      if (inner === 'Phone') return CODES.phone;
      break;
  }
  return message.startsWith('has more than') ? CODES.tooMany : CODES.structure;
}

function codeOfToken({ tokenData }: JsonObject, inner: string): number {
  if (inner === 'id') return CODES.tokenId;
  if (inner !== 'type') return CODES.tokenData;
  const hasType = typeof tokenData === 'object' && tokenData !== null && 'type' in tokenData;
  return hasType ? CODES.tokenTypeInvalid : CODES.tokenType;
}
