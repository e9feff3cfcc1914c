import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Trouble } from '../client/trouble';
import { number, percent } from '../format';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { Experiments } from './experiments';
import styles from './report.module.css';
import { downloadCsv, type Range, type Report, type ReportSearch, reportQuery } from './report-queries';
import { Funnel, Messages, Versions } from './tables';
import { Trend } from './trend';

const { report: say } = words;

interface ReportPageProps {
  readonly id: string;
  readonly search: ReportSearch;
}

/** Shows a journey's report: figures that add up, with the sums behind them. */
export function ReportPage({ id, search }: ReportPageProps) {
  const { data, error, refetch } = useQuery(reportQuery(id, search));
  if (error instanceof Trouble && error.status === 404) return <p className={look.reading}>{words.live.draft}</p>;
  return (
    <div className={`${look.reading} ${styles.report}`}>
      <Tools id={id} search={search} report={data} />
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {data && data.figures.qualified === 0 && <p>{say.empty}</p>}
      {data && data.figures.qualified > 0 && <Shown report={data} />}
    </div>
  );
}

function Shown({ report }: { readonly report: Report }) {
  const { figures, exits } = report;
  return (
    <>
      {report.basis === 'rows' && <p className={look.help}>{say.ofRange}</p>}
      <div className={styles.figures}>
        <Figure title={say.figures.entered} value={number(figures.entered)} />
        <Figure title={say.figures.inside} value={number(figures.inside)} />
        {report.goals.map(({ id, met, rate }) => (
          <Figure
            key={id}
            title={`${say.figures.goal}: ${id}`}
            value={number(met)}
            below={rate === null ? '' : say.rate(percent(rate))}
          />
        ))}
        <Figure title={say.figures.completed} value={number(figures.completed)} />
        {figures.control > 0 && <Figure title={say.figures.control} value={number(figures.control)} />}
      </div>
      <Panel title={say.lift}>
        <Lift report={report} />
      </Panel>
      <Panel title={say.trend}>
        <Trend report={report} />
      </Panel>
      <Panel title={say.sums}>
        <Sums report={report} />
      </Panel>
      <Panel title={say.funnel}>
        <Funnel report={report} />
      </Panel>
      <Panel title={say.exits}>
        <Exits exits={exits} of={figures.exited} />
      </Panel>
      <Panel title={say.messages}>
        <Messages report={report} />
      </Panel>
      <Experiments journey={report.id} zone={report.zone} />
      <Panel title={say.versions}>
        <Versions report={report} />
      </Panel>
    </>
  );
}

const Panel = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className={`${look.card} ${look.panel}`} aria-label={title}>
    <h2>{title}</h2>
    {children}
  </section>
);

interface FigureProps {
  readonly title: string;
  readonly value: string;
  readonly below?: string;
}

const Figure = ({ title, value, below = '' }: FigureProps) => (
  <div className={`${look.card} ${styles.big}`}>
    <span className={look.help}>{title}</span>
    <strong>{value}</strong>
    {below !== '' && <span className={look.help}>{below}</span>}
  </div>
);

const RANGES: readonly Range[] = ['all', '7', '30', '90', 'days'];
const BUCKETS = ['day', 'week', 'month'] as const;

/** The range, the bucket and the version are in the address. */
function Tools({ id, search, report }: ReportPageProps & { readonly report: Report | undefined }) {
  const navigate = useNavigate();
  const go = (to: ReportSearch) =>
    void navigate({ to: '/journeys/$id/report', params: { id }, search: { ...search, ...to }, replace: true });
  const saving = useMutation({
    mutationFn: () => downloadCsv(id, search),
    onSuccess: (file) => save(file, `${id}.csv`),
  });
  return (
    <div className={styles.tools}>
      <label>
        <span className={look.hidden}>{say.range}</span>
        <select
          className={`${look.input} ${look.narrow}`}
          value={search.range ?? 'all'}
          onChange={(event) => go({ range: event.currentTarget.value as Range })}
        >
          {RANGES.map((range) => (
            <option key={range} value={range}>
              {say.ranges[range]}
            </option>
          ))}
        </select>
      </label>
      {search.range === 'days' && (
        <>
          <Day label={say.from} value={search.from} onChange={(from) => go({ from })} />
          <Day label={say.to} value={search.to} onChange={(to) => go({ to })} />
        </>
      )}
      <label>
        <span className={look.hidden}>{say.by}</span>
        <select
          className={`${look.input} ${look.narrow}`}
          value={search.by ?? report?.by ?? 'day'}
          onChange={(event) => go({ by: BUCKETS.find((each) => each === event.currentTarget.value) })}
        >
          {BUCKETS.map((bucket) => (
            <option key={bucket} value={bucket}>
              {say.buckets[bucket]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className={look.hidden}>{say.version}</span>
        <select
          className={`${look.input} ${look.narrow}`}
          value={search.version ?? ''}
          onChange={(event) => go({ version: Number(event.currentTarget.value) || undefined })}
        >
          <option value="">{say.allVersions}</option>
          {report?.versions.map(({ version }) => (
            <option key={version} value={version}>
              v{version}
            </option>
          ))}
        </select>
      </label>
      <button className={look.plain} type="button" onClick={() => saving.mutate()}>
        {say.csv}
      </button>
      {saving.isError && <span className={look.wrong}>{saving.error.message}</span>}
      {report && <span className={look.help}>{say.asOf(new Date(report.at).toLocaleTimeString(), report.zone)}</span>}
    </div>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (day: string | undefined) => void;
}

const Day = ({ label, value, onChange }: DayProps) => (
  <label className={styles.day}>
    <span>{label}</span>
    <input
      className={`${look.input} ${look.narrow}`}
      type="date"
      value={value ?? ''}
      onChange={({ currentTarget: { value: day } }) => onChange(day === '' ? undefined : day)}
    />
  </label>
);

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function Lift({ report }: { readonly report: Report }) {
  const told = report.goals.flatMap(({ id, lift }) => (lift ? [{ id, lift }] : []));
  if (told.length === 0) return <p>{say.noControl}</p>;
  return (
    <ul className={look.plainList}>
      {told.map(({ id, lift: { telling, low, high } }) => (
        <li key={id}>
          <strong>{id}</strong>{' '}
          {telling === 'more' || telling === 'less' ? say.lifts[telling](low, high) : say.lifts[telling]}
        </li>
      ))}
    </ul>
  );
}

const WHOLE = ['qualified', 'entered', 'trend'];

/** The sums of the journey in full; the others as a number, unless one fails: that is never hidden. */
function Sums({ report: { reconciliation } }: { readonly report: Report }) {
  const shown = reconciliation.sums.filter(({ about, holds }) => !holds || WHOLE.includes(about));
  const others = reconciliation.sums.length - shown.length;
  return (
    <>
      <p data-holds={reconciliation.holds} className={styles.holds}>
        {reconciliation.holds ? `✓ ${say.holds}` : `✗ ${say.broken}`}
      </p>
      <ul className={look.plainList}>
        {shown.map(({ about, of, name, n, terms, holds }) => (
          <li key={`${about} ${of} ${name}`} data-holds={holds}>
            {holds ? '✓' : '✗'} {of} {say.sum(name, n, terms.map((term) => say.term(term.name, term.n)).join(' + '))}
          </li>
        ))}
        {others > 0 && <li>✓ {say.nodeSums(others)}</li>}
      </ul>
    </>
  );
}

function Exits({ exits, of }: { readonly exits: Report['exits']; readonly of: number }) {
  const rows = Object.entries(exits).toSorted(([, a], [, b]) => b - a);
  if (rows.length === 0) return <p>{say.noExits}</p>;
  return (
    <ul className={look.plainList}>
      {rows.map(([reason, n]) => (
        <li key={reason} className={styles.barLine}>
          <span>{reason}</span>
          <meter min={0} max={Math.max(1, of)} value={n} aria-label={reason} />
          <span>{number(n)}</span>
        </li>
      ))}
    </ul>
  );
}
