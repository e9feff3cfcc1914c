import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { number } from '../../format';
import { look } from '../../widgets/look';
import { Sheet } from '../../widgets/sheet';
import { TextLine } from '../../widgets/text-line';
import { TroubleNotice } from '../../widgets/trouble-notice';
import { words } from '../../words';
import { type ChannelsView, type ChannelView, channelsQuery, putChannel } from './channel-queries';
import { titleOf } from './channel-title';
import styles from './channels.module.css';
import { draftOf, findFlaws, type ProviderDraft, swapWithNext, toSettings } from './provider-draft';

const { channels: say } = words;

interface ChangeProps {
  readonly of: ChannelView;
  readonly view: ChannelsView;
  readonly onClose: () => void;
}

/** Edits the order, shares, limits and switches of a channel's providers. */
export function ChangeChannel({ of, view, onClose }: ChangeProps) {
  const client = useQueryClient();
  // sends the version from when the sheet was opened, so that a conflicting save is refused
  const [opened] = useState(view);
  const [drafts, setDrafts] = useState(() => of.providers.map((each) => draftOf(each, opened.settings[of.channel])));
  const saving = useMutation({
    mutationFn: () => putChannel(opened, of.channel, drafts.map(toSettings)),
    onSuccess: (now) => {
      client.setQueryData(channelsQuery.queryKey, now);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  const change = (index: number, to: ProviderDraft) =>
    setDrafts((all) => all.map((each, at) => (at === index ? to : each)));
  return (
    <Sheet title={say.changeOf(titleOf(of.channel))} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        {drafts.length > 1 && <p className={look.help}>{say.changeHelp}</p>}
        <div className={styles.drafts}>
          {drafts.map((draft, index) => (
            <Fields
              key={draft.name}
              of={draft}
              isOne={drafts.length === 1}
              onChange={(to) => change(index, to)}
              onUp={index > 0 ? () => setDrafts((all) => swapWithNext(all, index - 1)) : undefined}
              onDown={index < drafts.length - 1 ? () => setDrafts((all) => swapWithNext(all, index)) : undefined}
            />
          ))}
        </div>
        {drafts.every(({ isEnabled }) => !isEnabled) && <p className={look.warn}>{say.warnAllOff}</p>}
        {saving.error && <TroubleNotice trouble={saving.error} />}
        <div className={look.pager}>
          <button className={look.plain} type="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button
            className={look.ink}
            type="submit"
            disabled={drafts.some((draft) => Object.keys(findFlaws(draft)).length > 0)}
            aria-busy={saving.isPending}
          >
            {say.save}
          </button>
        </div>
      </form>
    </Sheet>
  );
}

interface FieldsProps {
  readonly of: ProviderDraft;
  readonly isOne: boolean;
  readonly onChange: (to: ProviderDraft) => void;
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
}

function Fields({ of, isOne, onChange, onUp, onDown }: FieldsProps) {
  const { title, isEnabled, weight, perSecond, burst, defaultPerSecond } = of;
  const flaws = findFlaws(of);
  const byDefault = defaultPerSecond === null ? say.defaultNone : say.defaultLimit(number(defaultPerSecond));
  return (
    <fieldset className={look.group}>
      <legend>{title}</legend>
      <div className={styles.switch}>
        <label className={look.tickLine}>
          <input
            type="checkbox"
            checked={isEnabled}
            onChange={({ currentTarget: { checked } }) => onChange({ ...of, isEnabled: checked })}
          />
          {say.on(title)}
        </label>
        {!isOne && <Moves title={title} onUp={onUp} onDown={onDown} />}
      </div>
      <div className={styles.numbers}>
        {!isOne && (
          <TextLine
            label={say.weight}
            help={say.weightHelp}
            wrong={flaws.weight}
            value={weight}
            onChange={(typed) => onChange({ ...of, weight: typed })}
          />
        )}
        <TextLine
          label={say.perSecond}
          help={say.perSecondHelp(byDefault)}
          wrong={flaws.perSecond}
          value={perSecond}
          onChange={(typed) => onChange({ ...of, perSecond: typed })}
        />
        <TextLine
          label={say.burstLabel}
          help={say.burstHelp}
          wrong={flaws.burst}
          value={burst}
          onChange={(typed) => onChange({ ...of, burst: typed })}
        />
      </div>
    </fieldset>
  );
}

const Moves = ({ title, onUp, onDown }: Pick<FieldsProps, 'onUp' | 'onDown'> & { readonly title: string }) => (
  <span className={styles.moves}>
    <button className={look.iconButton} type="button" aria-label={say.up(title)} disabled={!onUp} onClick={onUp}>
      <IconArrowUp size={16} aria-hidden />
    </button>
    <button className={look.iconButton} type="button" aria-label={say.down(title)} disabled={!onDown} onClick={onDown}>
      <IconArrowDown size={16} aria-hidden />
    </button>
  </span>
);
