import { randomBytes } from 'node:crypto';
import { InstanceId, PersonId } from '../../journey/base/ids.ts';

/** Returns a new id: the time, so that new rows lie together in an index, then 60 random bits. */
const newId = (): string =>
  Date.now().toString(36) + randomBytes(8).readBigUInt64BE().toString(36).padStart(13, '0').slice(-11);

export const newPersonId = () => PersonId.parse(newId());
export const newInstanceId = () => InstanceId.parse(newId());
export const newCommandId = newId;
export const newEventId = newId;
