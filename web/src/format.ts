/** Numbers and times for people, in the browser's language. */

export const number = (value: number): string => value.toLocaleString();

/** A share of 1. */
export const percent = (share: number): string =>
  share.toLocaleString(undefined, { style: 'percent', maximumFractionDigits: 1 });

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** From now: "2 minutes ago", "in 41 minutes". */
export function ago(iso: string): string {
  const ms = Date.parse(iso) - Date.now();
  const [unit, size] = UNITS.find(([, each]) => Math.abs(ms) >= each) ?? (['second', 1_000] as const);
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(Math.round(ms / size), unit);
}

/** "Wed 14 Jan, 16:02", in a zone, by default the browser's. */
export const moment = (iso: string, zone?: string): string =>
  new Date(iso).toLocaleString(undefined, {
    ...{ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
    ...(zone !== undefined && { timeZone: zone }),
  });
