/** Converts lengths of time between the words that people type and the document's format. */

const LETTERS: Readonly<Record<string, string>> = { w: 'w', d: 'd', h: 'h', m: 'm', s: 's' };
const ORDER = 'wdhms';
const PART = /^\s*(\d+)\s*(weeks?|wks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\b\s*(?:,|and)?/i;

/** "2 hours 30 min", "2h30m", "90 m" → "2h30m"; undefined: not a duration. */
export function readDuration(text: string): string | undefined {
  let rest = text.trim().replace(/(\d)([wdhms])(?=\d)/gi, '$1$2 ');
  if (rest === '') return undefined;
  const amounts = new Map<string, number>();
  while (rest !== '') {
    const part = PART.exec(rest);
    const letter = LETTERS[part?.[2]?.charAt(0).toLowerCase() ?? ''];
    if (!part || letter === undefined || amounts.has(letter)) return undefined;
    amounts.set(letter, Number(part[1]));
    rest = rest.slice(part[0].length).trim();
  }
  const written = [...ORDER].flatMap((letter) => {
    const amount = amounts.get(letter) ?? 0;
    return amount === 0 ? [] : [`${amount}${letter}`];
  });
  return written.length === 0 ? undefined : written.join('');
}
