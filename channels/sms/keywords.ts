type Keyword = 'stop' | 'start' | 'help';

/** Words that, alone in a message, say something about consent, as carriers and providers read them. */
const WORDS: Readonly<Record<Keyword, readonly string[]>> = {
  stop: [
    ...[
      'stop',
      'stopall',
      'stop all',
      'unsubscribe',
      'end',
      'quit',
      'cancel',
      'revoke',
      'optout',
      'opt out',
      'opt-out',
    ],
    ...['arret', 'arreter', 'desabonner'], // French
    ...['stopp', 'abmelden', 'ende', 'halt'], // German
    ...['afmelden', 'stoppen'], // Dutch
    ...['alto', 'baja', 'parar', 'cancelar', 'detener'], // Spanish
    ...['pare', 'sair', 'remover'], // Portuguese
    ...['basta', 'ferma', 'annulla'], // Italian
    ...['avsluta', 'slut'], // Swedish
    ...['afmeld'], // Danish
    ...['lopeta'], // Finnish
    ...['koniec', 'wypisz'], // Polish
    ...['стоп', 'отписаться'], // Russian
    ...['dur', 'iptal', 'ret'], // Turkish
    ...['停止', '退订', '退訂', '取消'], // Chinese, Japanese
    ...['수신거부', '중지'], // Korean
    ...['توقف', 'إيقاف'], // Arabic
  ],
  start: [
    ...['start', 'yes', 'unstop', 'subscribe', 'optin', 'opt in', 'opt-in'],
    ...['ja', 'oui', 'si', 'sim', 'anmelden', 'aanmelden', 'alta', 'abonner', 'старт', 'да', '开始', '開始'],
  ],
  help: ['help', 'info', 'hilfe', 'aide', 'ayuda', 'ajuda', 'aiuto', 'hulp', 'помощь', '帮助', 'ヘルプ'],
};

const BY_WORD: ReadonlyMap<string, Keyword> = new Map(
  Object.entries(WORDS).flatMap(([keyword, words]) => words.map((word) => [plain(word), keyword as Keyword] as const)),
);

/**
 * Returns what a message says about consent: only if it is nothing but a keyword, whatever its case, accents and
 * punctuation. "Please stop sending shoes" is a reply.
 */
export const keywordIn = (text: string): Keyword | undefined =>
  text.length > MOST_CHARACTERS ? undefined : BY_WORD.get(plain(text));

const MOST_CHARACTERS = 40;

/** Folds case and accents, and removes punctuation around the words. */
function plain(text: string): string {
  const folded = [
    ...text
      .normalize('NFKD')
      .replace(/\p{Mn}/gu, '')
      .normalize('NFC')
      .toLowerCase(),
  ];
  const isWord = (character: string) => /[\p{L}\p{N}]/u.test(character);
  const from = folded.findIndex(isWord);
  const words = folded.slice(Math.max(0, from), folded.findLastIndex(isWord) + 1);
  return words.join('').replace(/\s+/gu, ' ');
}
