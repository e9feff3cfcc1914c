import { IconArrowBackUp, IconChevronRight, IconPlayerSkipForward, IconRotate } from '@tabler/icons-react';
import { useState } from 'react';
import { after, type Duration, instant, readInstant } from '../../../journey/time/time';
import type { Act } from '../../../journey/world/rehearsal/rehearsal';
import { useBuilder } from '../canvas/store';
import { titleOf } from '../document/sentences';
import { look } from '../widgets/look';
import { words } from '../words';
import styles from './dock.module.css';
import { Enter } from './enter';
import { useWhen, useZone } from './marks';
import { momentOf, successOf, useRehearsal, useRehearsalStore } from './rehearsal';
import { WhoPicker } from './who-picker';

const { rehearse: say } = words;
const JUMPS = [
  { length: '1h', name: say.hour },
  { length: '1d', name: say.day },
  { length: '1w', name: say.week },
] as const;

/** Shows the controls of time and of the user. */
export const Dock = () => (
  <section className={styles.dock} aria-label={say.dock}>
    <div className={styles.row}>
      <WhoPicker />
      <Clock />
    </div>
    <div className={styles.row}>
      <TimeButtons />
      <Copy />
    </div>
    <Moments />
  </section>
);

function Clock() {
  const now = useRehearsal(momentOf);
  const when = useWhen();
  const zone = useZone();
  const rehearsal = useRehearsalStore();
  const begins = useRehearsal((state) => state.begins);
  return (
    <span className={styles.clock}>
      <strong>{now ? when(now.at) : ''}</strong> <span className={look.help}>{say.zone(zone)}</span>
      <label className={styles.field}>
        {say.begins}
        <input
          className={look.input}
          type="datetime-local"
          value={localOf(begins, zone)}
          onChange={(event) => {
            const at = readInstant(event.currentTarget.value, zone);
            if (at !== undefined) void rehearsal.begin({ begins: at });
          }}
        />
      </label>
    </span>
  );
}

/** Formats an instant as a date field does: `2026-03-02T10:00`. */
const localOf = (at: number, zone: string): string =>
  new Date(at).toLocaleString('sv-SE', { timeZone: zone }).slice(0, 16).replace(' ', 'T');

function TimeButtons() {
  const rehearsal = useRehearsalStore();
  const now = useRehearsal(momentOf);
  const shown = useRehearsal((state) => state.shown);
  const count = useRehearsal((state) => state.acts.length);
  const end = useRehearsal((state) => successOf(state)?.lines.at(-1)?.at);
  const hasEntered = (now?.passes.length ?? 0) > 0;
  const when = useWhen();
  const zone = useZone();
  if (!now) return null;
  const { next } = now;
  const until = (at: number) => void rehearsal.act({ type: 'until', at: instant(at) });
  return (
    <>
      <button
        className={`${look.plain} ${styles.pictured}`}
        type="button"
        disabled={shown === 0}
        onClick={() => rehearsal.show(shown - 1)}
      >
        <IconArrowBackUp size={16} stroke={1.6} aria-hidden /> {say.back}
      </button>
      {!hasEntered && <Enter />}
      <button
        className={`${hasEntered && (next !== null || shown < count) ? look.ink : look.plain} ${styles.pictured}`}
        type="button"
        disabled={next === null && shown === count}
        onClick={() => goOn(rehearsal)}
      >
        <IconChevronRight size={16} stroke={1.6} aria-hidden />{' '}
        {shown < count ? say.forward : say.next(next === null ? '' : when(next))}
      </button>
      <button
        className={`${look.plain} ${styles.pictured}`}
        type="button"
        disabled={end === undefined || end < now.at}
        onClick={() => end !== undefined && until(end + 1)}
      >
        <IconPlayerSkipForward size={16} stroke={1.6} aria-hidden /> {say.toEnd}
      </button>
      {JUMPS.map(({ length, name }) => (
        <button
          key={length}
          className={look.plain}
          type="button"
          onClick={() => until(after(now.at, length as Duration, zone))}
        >
          {name}
        </button>
      ))}
      {next !== null && (
        <span className={styles.exact} title={say.nextHelp(when(next))}>
          <button className={look.plain} type="button" disabled={next - 1 <= now.at} onClick={() => until(next - 1)}>
            {say.before}
          </button>
          <button className={look.plain} type="button" disabled={next <= now.at} onClick={() => until(next)}>
            {say.at}
          </button>
        </span>
      )}
      <ToDate onGo={until} zone={zone} />
      <button
        className={`${look.plain} ${styles.pictured}`}
        type="button"
        disabled={count === 0}
        onClick={() => void rehearsal.begin()}
      >
        <IconRotate size={16} stroke={1.6} aria-hidden /> {say.restart}
      </button>
    </>
  );
}

/** Moves to the next moment, or past the next thing that time alone brings. */
export function goOn(rehearsal: ReturnType<typeof useRehearsalStore>): void {
  const { shown, acts } = rehearsal.store.getState();
  if (shown < acts.length) {
    rehearsal.show(shown + 1);
    return;
  }
  const next = momentOf(rehearsal.store.getState())?.next;
  if (next !== null && next !== undefined) void rehearsal.act({ type: 'until', at: instant(next + 1) });
}

function ToDate({ onGo, zone }: { readonly onGo: (at: number) => void; readonly zone: string }) {
  const [text, setText] = useState('');
  const at = readInstant(text, zone);
  return (
    <details>
      <summary>{say.toDate}</summary>
      <input
        className={look.input}
        type="datetime-local"
        aria-label={say.toDate.replace('…', '')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <button
        className={look.plain}
        type="button"
        disabled={at === undefined}
        onClick={() => at !== undefined && onGo(at)}
      >
        {say.go}
      </button>
    </details>
  );
}

function Copy() {
  const rehearsal = useRehearsalStore();
  const aside = useRehearsal((state) => state.aside);
  const isPlayed = useRehearsal((state) => successOf(state) !== undefined);
  const [said, setSaid] = useState('');
  const copy = async () => {
    const done = rehearsal.asTest().then((text) => navigator.clipboard.writeText(text));
    setSaid(
      await done.then(
        () => say.copied,
        () => words.id.failed,
      ),
    );
  };
  return (
    <>
      {isPlayed && (
        <button className={look.plain} type="button" onClick={() => void copy()}>
          {say.copy}
        </button>
      )}
      {aside && (
        <button className={look.plain} type="button" onClick={() => void rehearsal.takeBack()}>
          {say.aside}
        </button>
      )}
      <span className={look.help} role="status">
        {said}
      </span>
    </>
  );
}

/** Shows all moments so far and the expected ones; each can be selected. */
function Moments() {
  const rehearsal = useRehearsalStore();
  const success = useRehearsal(successOf);
  const acts = useRehearsal((state) => state.acts);
  const shown = useRehearsal((state) => state.shown);
  const nodes = useBuilder(({ document }) => document.nodes);
  const when = useWhen();
  if (!success) return null;
  const { moments, lines } = success;
  const after = lines
    .slice(moments.at(-1)?.lines ?? 0)
    .flatMap((line) =>
      line.move === 'leave' || line.move === 'exit'
        ? [{ ...line, title: titleOf(nodes[line.node ?? ''], line.node ?? '') }]
        : [],
    );
  return (
    <ol className={styles.moments} aria-label={say.moments}>
      {moments.map(({ at }, nr) => {
        const act = acts[nr - 1];
        const what = act ? actInWords(act) : say.begin;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a moment is its place
          <li key={nr}>
            <button
              type="button"
              aria-label={say.moment(nr, what, when(at))}
              title={say.moment(nr, what, when(at))}
              aria-current={nr === shown ? 'step' : undefined}
              onClick={() => rehearsal.show(nr)}
            >
              {what}
            </button>
          </li>
        );
      })}
      {after.slice(0, SHOWN_AHEAD).map(({ node, title, at, visit, pass }) => (
        <li key={`${pass}/${node}/${visit}`} data-ahead>
          <button
            type="button"
            title={say.ahead(title, when(at))}
            aria-label={say.ahead(title, when(at))}
            onClick={() => {
              rehearsal.show(acts.length);
              void rehearsal.act({ type: 'until', at: instant(at + 1) });
            }}
          >
            {title}
          </button>
        </li>
      ))}
    </ol>
  );
}

const SHOWN_AHEAD = 20;

function actInWords(act: Act): string {
  switch (act.type) {
    case 'enter':
      return say.acts.enter;
    case 'event':
      return say.acts.event(act.event);
    case 'traits':
      return say.acts.traits;
    case 'until':
      return say.acts.until;
    case 'engage':
      return say.acts.engage(say.engage[act.kind], act.node);
    case 'provider':
      return say.acts.provider(act.channel, act.answering.type === 'rejected');
  }
}
