import { ENGAGEMENTS } from '../../../journey/events/own-events';
import { useBuilder } from '../canvas/store';
import { titleOf } from '../document/sentences';
import { look } from '../widgets/look';
import { MessagePreview } from '../widgets/message-preview';
import { words } from '../words';
import { useWhen } from './marks';
import { linesShown, momentOf, successOf, useRehearsal, useRehearsalStore } from './rehearsal';
import styles from './side.module.css';

const { rehearse: say } = words;
const NOT_SENT: readonly (string | undefined)[] = ['failed', 'unreachable', 'suppressed'];

/** Lists messages as the user would see them, and the reasons for messages that weren't sent, newest first. */
export function Gets() {
  const rehearsal = useRehearsalStore();
  const state = useRehearsal((each) => each);
  const nodes = useBuilder(({ document }) => document.nodes);
  const when = useWhen();
  const messages = successOf(state)?.delivered.slice(0, momentOf(state)?.delivered) ?? [];
  const unsent = linesShown(state).filter(
    ({ port, node }) => node !== null && NOT_SENT.includes(port) && nodes[node]?.channel,
  );
  const all = [
    ...messages.map((message) => ({ at: message.at, message, line: undefined })),
    ...unsent.map((line) => ({ at: line.at, message: undefined, line })),
  ].toSorted((a, b) => b.at - a.at);
  return (
    <section aria-label={say.gets(state.who.name)}>
      <h2>{say.gets(state.who.name)}</h2>
      {all.length === 0 && <p className={look.help}>{say.nothing}</p>}
      <ol className={styles.gets}>
        {all.map(({ at, message, line }) => (
          <li
            key={
              message ? `${message.pass}/${message.node}/${message.visit}` : `${line.pass}/${line.node}/${line.visit}-`
            }
          >
            <p className={`${look.help} ${styles.when}`}>
              {when(at)} · {message?.channel ?? String(nodes[line?.node ?? '']?.channel ?? '')} ·{' '}
              {titleOf(nodes[message?.node ?? line?.node ?? ''], message?.node ?? line?.node ?? '')}
            </p>
            {message ? (
              <>
                <MessagePreview channel={message.channel} content={message.content} />
                <div className={styles.acts}>
                  {ENGAGEMENTS.map((kind) => (
                    <button
                      key={kind}
                      className={look.plain}
                      type="button"
                      onClick={() => void rehearsal.act({ type: 'engage', node: message.node, kind })}
                    >
                      {say.engage[kind]}
                    </button>
                  ))}
                </div>
              </>
            ) : (
              <p className={look.warn}>{say.notSent(line.words)}</p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Lists every decision with its reason, newest first. A click shows the node where it was made. */
export function Why() {
  const state = useRehearsal((each) => each);
  const select = useBuilder((builder) => builder.select);
  const nodes = useBuilder(({ document }) => document.nodes);
  const when = useWhen();
  const lines = linesShown(state);
  const refused = successOf(state)?.refused.slice(0, momentOf(state)?.refused) ?? [];
  return (
    <section aria-label={say.log}>
      <h2>{say.log}</h2>
      {lines.length === 0 && refused.length === 0 && <p className={look.help}>{say.nobody}</p>}
      {refused.map((reason, nth) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: only ever added at the end
        <p key={nth} className={look.warn}>
          {say.refused(reason)}
        </p>
      ))}
      <ol className={styles.why}>
        {lines.toReversed().map(({ at, node, words: why, move, port, rule }, nth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
          <li key={lines.length - nth}>
            <button
              className={styles.whyLine}
              type="button"
              title={rule}
              onClick={() => node !== null && select([node])}
            >
              <span className={`${look.help} ${styles.when}`}>{when(at)}</span>
              <strong>{node === null ? '' : titleOf(nodes[node], node)}</strong> {words.instance.move[move]}
              {port !== undefined && ` ${words.instance.by(port)}`}
              <span className={styles.whyWords}>{why}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
