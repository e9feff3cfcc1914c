import type { SmsLimitPorts } from '../channels/sms/limits.ts';
import { WorkspaceId } from '../journey/base/ids.ts';
import type { Sql } from '../store/base/sql.ts';
import { chargeSms } from '../store/messages/sms-budget.ts';

interface ChargePorts {
  readonly sql: Sql;
  readonly log: { warn(about: object, message: string): void; error(about: object, message: string): void };
  readonly metrics: {
    readonly smsSegments: { set(labels: { readonly workspace: WorkspaceId }, value: number): void };
    readonly smsHeld: { inc(labels: { readonly workspace: WorkspaceId }): void };
  };
}

/** Charges SMS to the day's budget in the database, and tells operators by metrics and in the log. */
export const createSmsCharge = ({ sql, log, metrics }: ChargePorts): SmsLimitPorts => ({
  now: Date.now,
  async charge(charge) {
    const workspace = WorkspaceId.parse(charge.workspace);
    const charged = await chargeSms(sql, { ...charge, workspace });
    metrics.smsSegments.set({ workspace }, charged.total);
    if (charged.type === 'held') metrics.smsHeld.inc({ workspace });
    return charged;
  },
  alert({ type, ...about }) {
    if (type === 'near') log.warn(about, '80 % of the day’s budget of SMS is used (SMS_SEGMENTS_PER_DAY)');
    else
      log.error(
        about,
        'the day’s budget of SMS is used up: messages are held until the next day (SMS_SEGMENTS_PER_DAY)',
      );
  },
});
