import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { moment } from '../format';
import { FileDrop } from '../imports/file-drop';
import { DataTable } from '../widgets/data-table';
import { look } from '../widgets/look';
import { TextLine } from '../widgets/text-line';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import styles from './settings.module.css';
import {
  liftSuppression,
  type Suppression,
  type SuppressionFilter,
  suppressAddress,
  suppressionsQuery,
} from './settings-queries';

const { suppressions: say } = words.settings;
const CHANNELS = ['email', 'sms', 'whatsapp'] as const;
const REASONS = Object.keys(say.reasons) as readonly Suppression['reason'][];

/** Lists suppressed addresses, with search, add, remove, import and export. */
export function Suppressions({ canChange }: { readonly canChange: boolean }) {
  const [filter, setFilter] = useState<SuppressionFilter>({});
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(suppressionsQuery(filter));
  const lines = data?.pages.flatMap(({ suppressions }) => suppressions) ?? [];
  const isFiltered = Object.values(filter).some((value) => value !== undefined && value !== '');
  return (
    <div className={look.card}>
      <p className={look.help}>{say.about}</p>
      <Filters filter={filter} onChange={setFilter} />
      {canChange && <Add />}
      <Files canChange={canChange} />
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {data && lines.length === 0 && (
        <p>
          {isFiltered ? say.none : say.empty}{' '}
          {isFiltered && (
            <button className={look.plain} type="button" onClick={() => setFilter({})}>
              {say.clear}
            </button>
          )}
        </p>
      )}
      {lines.length > 0 && <Lines lines={lines} canChange={canChange} />}
      {hasNextPage && (
        <div className={look.pager}>
          <button className={look.plain} type="button" onClick={() => void fetchNextPage()}>
            {say.next}
          </button>
        </div>
      )}
    </div>
  );
}

interface FiltersProps {
  readonly filter: SuppressionFilter;
  readonly onChange: (filter: SuppressionFilter) => void;
}

const Filters = ({ filter, onChange }: FiltersProps) => (
  <div>
    <TextLine
      label={say.search}
      help={say.searchHelp}
      value={filter.address ?? ''}
      isSettledOnLeave
      onChange={(address) => onChange({ ...filter, address: address.trim() })}
    />
    <label>
      <span>{say.columns.reason}</span>
      <select
        value={filter.reason ?? ''}
        onChange={({ target }) => {
          const { reason: _, ...others } = filter;
          const reason = REASONS.find((each) => each === target.value);
          onChange(reason === undefined ? others : { ...others, reason });
        }}
      >
        <option value="">{say.all}</option>
        {REASONS.map((reason) => (
          <option key={reason} value={reason}>
            {say.reasons[reason]}
          </option>
        ))}
      </select>
    </label>
  </div>
);

function Lines({ lines, canChange }: { readonly lines: readonly Suppression[]; readonly canChange: boolean }) {
  const client = useQueryClient();
  const lifting = useMutation({
    mutationFn: liftSuppression,
    onSuccess: () => client.invalidateQueries({ queryKey: ['suppressions'] }),
  });
  return (
    <>
      {lifting.error && <TroubleNotice trouble={lifting.error} />}
      <DataTable caption={say.caption} columns={say.columns}>
        {lines.map((line) => {
          const address = line.address ?? say.erased;
          return (
            <tr key={line.id}>
              <td data-wide className={styles.about}>
                {address} <span className={look.help}>{line.channel}</span>
              </td>
              <td data-wide>
                {say.reasons[line.reason]}
                {line.detail !== null && <div className={look.help}>{line.detail}</div>}
              </td>
              <td data-label={say.columns.at}>
                <time dateTime={line.at}>{moment(line.at)}</time>
              </td>
              <td data-label={say.columns.until}>{line.until === null ? say.forGood : moment(line.until)}</td>
              <td>
                {canChange && (
                  <button
                    className={look.plain}
                    type="button"
                    aria-label={say.remove(address)}
                    onClick={() => lifting.mutate(line.id)}
                  >
                    {say.removeShort}
                  </button>
                )}
              </td>
            </tr>
          );
        })}
      </DataTable>
    </>
  );
}

function Add() {
  const client = useQueryClient();
  const [address, setAddress] = useState('');
  const [channel, setChannel] = useState<(typeof CHANNELS)[number]>('email');
  const adding = useMutation({
    mutationFn: suppressAddress,
    onSuccess: () => {
      setAddress('');
      return client.invalidateQueries({ queryKey: ['suppressions'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (address.trim() !== '') adding.mutate({ channel, address: address.trim() });
  };
  return (
    <form onSubmit={submit}>
      <TextLine label={say.address} value={address} onChange={setAddress} />
      <label>
        <span>{say.channel}</span>
        <select
          value={channel}
          onChange={({ target }) => setChannel(CHANNELS.find((each) => each === target.value) ?? 'email')}
        >
          {CHANNELS.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className={look.plain} disabled={address.trim() === ''} aria-busy={adding.isPending}>
        {say.add}
      </button>
      {adding.error && <TroubleNotice trouble={adding.error} />}
    </form>
  );
}

function Files({ canChange }: { readonly canChange: boolean }) {
  const client = useQueryClient();
  return (
    <>
      {canChange && (
        <FileDrop
          of={{ kind: 'suppressions' }}
          onDone={() => void client.invalidateQueries({ queryKey: ['suppressions'] })}
        />
      )}
      <div className={look.pager}>
        <a className={look.plain} href="/v1/suppressions/export" download="suppressions.csv">
          {say.export}
        </a>
      </div>
    </>
  );
}
