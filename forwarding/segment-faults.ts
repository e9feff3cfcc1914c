import { isBug } from '../journey/base/document-fault.ts';
import type { PersonRef } from '../journey/base/ids.ts';
import type { MembershipsUpdate } from '../store/segments/update-memberships.ts';
import type { Log } from './ports.ts';

/** Logs the segments by which a user couldn't be judged. Everything else about the user goes on. */
export function logSegmentFaults(log: Log, { workspace }: PersonRef, { faults }: MembershipsUpdate): void {
  for (const { segment, fault: err } of faults) {
    const message = 'a user could not be judged by a segment, and stays as they are: trying again in ten minutes';
    if (isBug(err)) log.error({ err, workspace, segment }, message);
    else log.warn({ err, workspace, segment }, message);
  }
}
