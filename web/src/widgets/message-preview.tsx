import { useEffect, useRef } from 'react';
import type { JsonValue } from '../../../journey/base/json';
import { words } from '../words';
import { look } from './look';
import styles from './message-preview.module.css';

/** A rendered message. The channel decides which fields it has. */
export interface Shown {
  readonly subject?: JsonValue | undefined;
  readonly title?: JsonValue | undefined;
  readonly text?: JsonValue | undefined;
  readonly html?: JsonValue | undefined;
  readonly url?: JsonValue | undefined;
  readonly data?: JsonValue | undefined;
  readonly method?: JsonValue | undefined;
}

/** A message as its reader would see it: a bubble, a notification, a letter, or the JSON that a system gets. */
export function MessagePreview({ channel, content }: { readonly channel: string; readonly content: Shown }) {
  const { subject, title, text, html, url, data, method } = content;
  return (
    <div className={styles.preview} data-channel={channel}>
      {typeof subject === 'string' && <p className={styles.subject}>{subject || words.preview.noSubject}</p>}
      {typeof title === 'string' && title !== '' && <p className={styles.title}>{title}</p>}
      {typeof text === 'string' && text !== '' && <p className={styles.text}>{text}</p>}
      {typeof html === 'string' && html !== '' && <Letter html={html} />}
      {typeof url === 'string' && url !== '' && (
        <p className={`${look.mono} ${styles.url}`}>
          {typeof method === 'string' && `${method} `}
          {url}
        </p>
      )}
      {data !== undefined && data !== null && (
        <pre className={`${look.mono} ${styles.data}`}>{JSON.stringify(data, null, 2)}</pre>
      )}
    </div>
  );
}

const FRAME = '/preview';
const LEAST = 40;
const MOST = 420;

/** Shows HTML in a frame. Its policy allows styles and forbids scripts. The frame is as high as its content. */
function Letter({ html }: { readonly html: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const fill = () => {
      const body = element.contentDocument?.body;
      if (!body || element.contentWindow?.location.pathname !== FRAME) return; // the page before it has another policy
      body.innerHTML = html;
      grown.disconnect();
      grown.observe(body.ownerDocument.documentElement); // pictures come later
    };
    const grown = new ResizeObserver(([entry]) => {
      const { offsetHeight } = (entry?.target ?? {}) as Partial<HTMLElement>; // with the margins of what is in it
      element.height = String(Math.min(MOST, Math.max(LEAST, offsetHeight ?? LEAST)));
    });
    fill();
    element.addEventListener('load', fill);
    return () => {
      grown.disconnect();
      element.removeEventListener('load', fill);
    };
  }, [html]);
  return (
    <iframe
      ref={frame}
      className={styles.letter}
      title={words.preview.letter}
      src={FRAME}
      sandbox="allow-same-origin"
    />
  );
}
