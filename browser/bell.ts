import type { Feed, FeedItem } from './feed.ts';
import { STYLES } from './styles.ts';

/** Texts of the bell, in the language of the page. */
export interface ShowOptions {
  readonly texts?: Partial<Texts>;
  /** Called on a click on an item with a link. By default, the browser goes there. */
  readonly onOpen?: (item: FeedItem) => void;
}

interface Texts {
  readonly title: string;
  /** `{count}` is replaced by the number. */
  readonly unread: string;
  readonly empty: string;
  readonly failed: string;
  readonly readAll: string;
  readonly archive: string;
  readonly more: string;
}

const ENGLISH: Texts = {
  title: 'Notifications',
  unread: '{count} unread',
  empty: 'Nothing new.',
  failed: "Notifications can't be loaded at the moment.",
  readAll: 'Mark all as read',
  archive: 'Archive',
  more: 'Show more',
};

/**
 * Shows a bell with the number of unread messages, and the feed when it is opened. Its styles don't mix with the page's:
 * it sits in a shadow root, and takes colors and the font from the custom properties `--sojourn-*`. Returns a function
 * that removes it.
 */
export function showFeed(place: Element, feed: Feed, { texts, onOpen }: ShowOptions = {}): () => void {
  const words = { ...ENGLISH, ...texts };
  const parts = draw(words);
  const { host, bell, panel, list, note, readAll, more } = parts;
  let next: string | null = null;
  let newest: string | undefined;

  const load = async (cursor?: string) => {
    try {
      const page = await feed.list({ limit: 20, ...(cursor !== undefined && { cursor }) });
      if (cursor === undefined) {
        list.replaceChildren();
        newest = page.items[0]?.id;
      }
      list.append(...page.items.map(showItem));
      next = page.next;
      more.hidden = next === null;
      note.textContent = list.childElementCount === 0 ? words.empty : '';
      showCount(parts, words, page.unread);
    } catch {
      note.textContent = words.failed;
    }
  };
  const act = async (change: Promise<number>) => {
    try {
      showCount(parts, words, await change);
    } catch {
      note.textContent = words.failed;
    }
  };
  const showItem = (item: FeedItem): Node => {
    const { line, link, archive } = drawItem(item, words);
    link.addEventListener('click', (event) => {
      line.classList.remove('unread');
      void act(item.url === null ? feed.read(item.id) : feed.click(item.id));
      if (!onOpen || item.url === null) return;
      event.preventDefault();
      onOpen(item);
    });
    archive.addEventListener('click', () => {
      line.remove();
      if (list.childElementCount === 0) note.textContent = words.empty;
      void act(feed.archive(item.id));
    });
    return line;
  };
  const toggle = (isOpen: boolean) => {
    panel.hidden = !isOpen;
    bell.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) void load();
  };

  bell.addEventListener('click', () => toggle(panel.hidden === true));
  more.addEventListener('click', () => void load(next ?? undefined));
  readAll.addEventListener('click', () => {
    for (const line of list.children) line.classList.remove('unread');
    bell.focus(); // the button disappears
    if (newest !== undefined) void act(feed.readAll(newest));
  });
  const forget = closeFromOutside(parts, () => toggle(false));
  showCount(parts, words, 0);
  more.hidden = true;
  place.append(host);
  const stop = feed.follow((unread) => {
    showCount(parts, words, unread);
    if (!panel.hidden) void load();
  });

  return () => {
    stop();
    forget();
    host.remove();
  };
}

type Parts = ReturnType<typeof draw>;

function draw(words: Texts) {
  const host = document.createElement('span');
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [STYLES];
  const badge = make('span', { class: 'badge', part: 'badge' });
  const bell = make('button', { type: 'button', class: 'bell', part: 'bell', 'aria-expanded': 'false' }, BELL, badge);
  const list = make('ul', { role: 'list' });
  const note = make('p', { role: 'status' });
  const readAll = make('button', { type: 'button', class: 'plain' }, words.readAll);
  const more = make('button', { type: 'button', class: 'plain' }, words.more);
  const head = make('header', {}, make('h2', {}, words.title), readAll);
  const about = { class: 'panel', part: 'panel', 'aria-label': words.title };
  const panel = make('section', about, head, note, list, more);
  panel.hidden = true;
  root.append(bell, panel);
  return { host, bell, badge, panel, list, note, readAll, more };
}

function showCount({ badge, bell, readAll }: Parts, words: Texts, unread: number): void {
  badge.textContent = unread > 99 ? '99+' : String(unread);
  badge.hidden = unread === 0;
  readAll.hidden = unread === 0;
  const count = words.unread.replace('{count}', String(unread));
  bell.setAttribute('aria-label', unread === 0 ? words.title : `${words.title}, ${count}`);
}

/** Closes the panel by a click beside it and by Escape. Returns a function that stops that. */
function closeFromOutside({ host, bell, panel }: Parts, close: () => void): () => void {
  const onClick = (event: Event) => {
    if (!panel.hidden && !event.composedPath().includes(host)) close();
  };
  document.addEventListener('click', onClick);
  const onKey = ({ key }: KeyboardEvent) => {
    if (key !== 'Escape' || panel.hidden) return;
    close();
    bell.focus();
  };
  document.addEventListener('keydown', onKey);
  return () => {
    document.removeEventListener('click', onClick);
    document.removeEventListener('keydown', onKey);
  };
}

function drawItem(item: FeedItem, words: Texts) {
  const link = drawLink(item);
  const label = `${words.archive}: ${item.title ?? item.text ?? ''}`;
  const archive = make('button', { type: 'button', class: 'plain archive', 'aria-label': label }, '×');
  return { line: make('li', item.readAt === null ? { class: 'unread' } : {}, link, archive), link, archive };
}

/** An item as a link, or as a button if it leads nowhere. Only http and https are followed. */
function drawLink({ title, text, url, createdAt }: FeedItem): HTMLElement {
  const href = url === null ? undefined : safeUrl(url);
  const time = make('time', { datetime: createdAt }, new Date(createdAt).toLocaleString());
  const words = [title === null ? '' : make('strong', {}, title), text === null ? '' : make('span', {}, text), time];
  return href === undefined
    ? make('button', { type: 'button', class: 'item' }, ...words)
    : make('a', { class: 'item', href, rel: 'noopener' }, ...words);
}

function safeUrl(url: string): string | undefined {
  if (!URL.canParse(url, location.href)) return undefined;
  const { protocol, href } = new URL(url, location.href);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (string | Node)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

const BELL = '🔔';
