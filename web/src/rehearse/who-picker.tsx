import { useState } from 'react';
import { MessageChannel } from '../../../journey/delivery/channel';
import { hasConsent } from '../../../journey/people/consent';
import { useBuilder } from '../canvas/store';
import { RealUser } from '../samples/real-user';
import { type Row, rowsOf, traitsOf } from '../samples/rows';
import { SAMPLES } from '../samples/who';
import { look } from '../widgets/look';
import { Sheet } from '../widgets/sheet';
import { words } from '../words';
import styles from './dock.module.css';
import { Properties } from './properties';
import { momentOf, useRehearsal, useRehearsalStore } from './rehearsal';

const { rehearse: say } = words;
const REAL = '';

/** Chooses the user to rehearse with: a made-up one, or a real user's current profile. */
export function WhoPicker() {
  const rehearsal = useRehearsalStore();
  const who = useRehearsal((state) => state.who);
  const [open, setOpen] = useState<'real' | 'traits'>();
  const isSample = SAMPLES.includes(who);
  return (
    <>
      <span className={styles.field}>
        <span aria-hidden>{say.who}</span>
        <select
          className={look.input}
          aria-label={say.who}
          value={isSample ? who.user : 'now'}
          onChange={({ currentTarget: { value } }) => {
            const sample = SAMPLES.find(({ user }) => user === value);
            if (sample) void rehearsal.begin({ who: sample });
            if (value === REAL) setOpen('real');
          }}
        >
          {SAMPLES.map(({ user, name }) => (
            <option key={user} value={user}>
              {name}
            </option>
          ))}
          {!isSample && <option value="now">{who.name}</option>}
          <option value={REAL}>{say.someoneReal}</option>
        </select>
      </span>
      <button className={look.plain} type="button" onClick={() => setOpen('traits')}>
        {say.traits}
      </button>
      <Consents />
      {open === 'real' && (
        <RealUser onTake={(taken) => void rehearsal.begin({ who: taken })} onClose={() => setOpen(undefined)} />
      )}
      {open === 'traits' && <Traits onClose={() => setOpen(undefined)} />}
    </>
  );
}

/** A change happens at the moment that is shown: what waits for it goes on. */
function Traits({ onClose }: { readonly onClose: () => void }) {
  const rehearsal = useRehearsalStore();
  const [before] = useState(() => momentOf(rehearsal.store.getState())?.profile ?? {});
  const [rows, setRows] = useState<readonly Row[]>(() => rowsOf(before));
  const change = () => {
    const now = traitsOf(rows);
    const gone = Object.keys(before).filter((name) => !Object.hasOwn(now, name));
    const changed = Object.entries(now).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
    );
    const traits = { ...Object.fromEntries(changed), ...Object.fromEntries(gone.map((name) => [name, null])) };
    if (Object.keys(traits).length > 0) void rehearsal.act({ type: 'traits', traits });
    onClose();
  };
  return (
    <Sheet title={say.traits.replace('…', '')} onClose={onClose} isWide>
      <p className={look.help}>{say.traitsHelp}</p>
      <Properties rows={rows} onChange={setRows} />
      <div className={look.pager}>
        <button className={look.plain} type="button" onClick={onClose}>
          {words.cancel}
        </button>
        <button className={look.ink} type="button" onClick={change}>
          {say.change}
        </button>
      </div>
    </Sheet>
  );
}

/** Shows the channels of this journey: whether the user has consented, and whether the provider accepts messages. */
function Consents() {
  const rehearsal = useRehearsalStore();
  const nodes = useBuilder(({ document }) => document.nodes);
  const profile = useRehearsal((state) => momentOf(state)?.profile);
  const acts = useRehearsal((state) => state.acts);
  const shown = useRehearsal((state) => state.shown);
  const used = MessageChannel.options.filter((channel) =>
    Object.values(nodes).some((node) => node.channel === channel),
  );
  if (used.length === 0 || !profile) return null;
  const refuses = (channel: string): boolean => {
    const last = acts.slice(0, shown).findLast((act) => act.type === 'provider' && act.channel === channel);
    return last?.type === 'provider' && last.answering.type === 'rejected';
  };
  return (
    <details className={styles.channels}>
      <summary>{say.channels}</summary>
      <ul>
        {used.map((channel) => (
          <li key={channel}>
            <label>
              <input
                type="checkbox"
                checked={hasConsent(profile, channel)}
                onChange={(event) =>
                  void rehearsal.act({
                    type: 'traits',
                    traits: { consent: { [channel]: event.currentTarget.checked } },
                  })
                }
              />
              {say.consent(channel)}
            </label>
            <label>
              <input
                type="checkbox"
                checked={refuses(channel)}
                onChange={(event) =>
                  void rehearsal.act({
                    type: 'provider',
                    channel,
                    answering: event.currentTarget.checked
                      ? { type: 'rejected', reason: 'refused in rehearsal' }
                      : { type: 'accepted' },
                  })
                }
              />
              {say.refuses(channel)}
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}
