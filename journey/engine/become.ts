import type { Decision, Instance } from './apply.ts';

/**
 * Returns the instance with some fields changed. Copies field by field: spreading this many fields took V8 half a
 * microsecond, twenty times as long, and a step does this four times.
 */
export const become = (from: Instance, to: Omit<Decision['delta'], 'version'>): Instance => ({
  id: from.id,
  workspace: from.workspace,
  person: from.person,
  journey: from.journey,
  version: from.version,
  step: to.step === undefined ? from.step : to.step,
  enteredAt: from.enteredAt,
  at: to.at === undefined ? from.at : to.at,
  visit: to.visit === undefined ? from.visit : to.visit,
  arrivedAt: to.arrivedAt === undefined ? from.arrivedAt : to.arrivedAt,
  until: to.until === undefined ? from.until : to.until,
  readTo: to.readTo === undefined ? from.readTo : to.readTo,
  since: to.since === undefined ? from.since : to.since,
  pausedAt: to.pausedAt === undefined ? from.pausedAt : to.pausedAt,
  pausedMs: to.pausedMs === undefined ? from.pausedMs : to.pausedMs,
  held: to.held === undefined ? from.held : to.held,
  missed: to.missed === undefined ? from.missed : to.missed,
  exit: to.exit === undefined ? from.exit : to.exit,
});
