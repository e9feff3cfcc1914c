/** A date-time as documents have it, in the two parts that are asked for. */
export interface WrittenMoment {
  /** `2026-12-24T09:00`: what a field of a browser takes. */
  readonly local: string;
  /** `''`: the local clock. `Z`, `+01:00`: the same instant for every user. */
  readonly clock: string;
}

const FORM = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::00)?(Z|[+-]\d\d:\d\d)?)?$/i;

/** Undefined: it is written in another way, or is none. */
export function readMoment(text: string): WrittenMoment | undefined {
  const [, day, time = '00:00', clock = ''] = FORM.exec(text) ?? [];
  return day === undefined ? undefined : { local: `${day}T${time}`, clock: clock.toUpperCase() };
}

export const momentOf = (local: string, clock: string): string => `${local}${clock}`;

const HOUR = 60;

/** Returns this browser's offset from UTC at that local time, such as `+01:00`. */
export function clockOf(local: string): string {
  const at = local === '' ? new Date() : new Date(local);
  const minutes = -at.getTimezoneOffset();
  const two = (n: number) => String(n).padStart(2, '0');
  if (!Number.isFinite(minutes) || minutes === 0) return 'Z';
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / HOUR))}:${two(Math.abs(minutes) % HOUR)}`;
}
