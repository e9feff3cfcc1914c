import type { Decision, Instance } from './apply.ts';

/**
 * The same instance with some of its state changed. Field by field, since V8 takes half a microsecond to spread so many (measured:
 * twenty times as long as this), and a step does it four times.
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
