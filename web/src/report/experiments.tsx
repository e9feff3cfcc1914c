import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { moment, number, percent } from '../format';
import { DataTable } from '../widgets/data-table';
import { look } from '../widgets/look';
import { Sheet } from '../widgets/sheet';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import {
  changesQuery,
  declareWinner,
  type Experiment,
  type ExperimentChange,
  experimentsQuery,
  withdrawWinner,
} from './experiment-queries';
import styles from './report.module.css';
import { Scrollable } from './scrollable';

const { experiments: say } = words;
const Chart = lazy(async () => ({ default: (await import('../charts/chart')).Chart }));
const asPercent = (value: number): string => percent(value / 100);

/** Shows the IntelliNODEs: the results of their paths, their weights, and who or what changed those. */
export function Experiments({ journey, zone }: { readonly journey: string; readonly zone: string }) {
  const { data, error, refetch } = useQuery(experimentsQuery(journey));
  if (error) return <TroubleNotice trouble={error} onRetry={() => void refetch()} />;
  return data?.experiments.map((experiment) => (
    <section
      key={experiment.experiment}
      className={`${look.card} ${look.panel}`}
      aria-label={say.title(experiment.experiment)}
    >
      <h2>
        {say.title(experiment.experiment)} · {say.modes[experiment.mode]}
      </h2>
      <Standing journey={journey} experiment={experiment} />
      <Past journey={journey} experiment={experiment} zone={zone} />
    </section>
  ));
}

interface ExperimentProps {
  readonly journey: string;
  readonly experiment: Experiment;
}

function Standing({ journey, experiment }: ExperimentProps) {
  const { arms, winner, regret, mode, floor } = experiment;
  const [deciding, setDeciding] = useState<string>();
  return (
    <>
      <p className={look.help}>
        {winner === null ? (mode === 'automatic' ? say.automatic(asPercent(floor)) : say.manual) : say.won(winner)}
        {' · '}
        {say.regret(number(Math.round(regret)))}
      </p>
      <Scrollable>
        <DataTable columns={say.columns}>
          {arms.map(({ arm, share, assigned, converted, rate, low, high, probabilityOfBest }) => (
            <tr key={arm}>
              <td data-wide>
                <strong>{arm}</strong>
              </td>
              <td data-label={say.columns.share}>{asPercent(share)}</td>
              <td data-label={say.columns.assigned}>{number(assigned)}</td>
              <td data-label={say.columns.converted}>{number(converted)}</td>
              <td data-wide>{rate === null ? '–' : say.rate(percent(rate), percent(low), percent(high))}</td>
              <td data-label={say.columns.best}>{percent(probabilityOfBest)}</td>
              <td data-wide>
                {winner === null && (
                  <button className={look.textButton} type="button" onClick={() => setDeciding(arm)}>
                    {say.declare(arm)}
                  </button>
                )}
                {winner === arm && (
                  <button className={look.textButton} type="button" onClick={() => setDeciding(arm)}>
                    {say.withdraw}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </DataTable>
      </Scrollable>
      {deciding !== undefined && (
        <Decide journey={journey} experiment={experiment} arm={deciding} onClose={() => setDeciding(undefined)} />
      )}
    </>
  );
}

interface DecideProps extends ExperimentProps {
  readonly arm: string;
  readonly onClose: () => void;
}

function Decide({ journey, experiment, arm, onClose }: DecideProps) {
  const client = useQueryClient();
  const isWithdrawn = experiment.winner === arm;
  const deciding = useMutation({
    mutationFn: () => (isWithdrawn ? withdrawWinner(journey, experiment) : declareWinner(journey, experiment, arm)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: experimentsQuery(journey).queryKey });
      onClose();
    },
  });
  return (
    <Sheet title={isWithdrawn ? say.withdrawTitle(arm) : say.declareTitle(arm)} onClose={onClose}>
      <p>{isWithdrawn ? say.withdrawText : say.declareText(arm)}</p>
      {deciding.error && <TroubleNotice trouble={deciding.error} />}
      <div className={look.pager}>
        <button className={look.plain} type="button" onClick={onClose}>
          {words.cancel}
        </button>
        <button className={look.ink} type="button" aria-busy={deciding.isPending} onClick={() => deciding.mutate()}>
          {isWithdrawn ? say.withdrawGo : say.declareGo}
        </button>
      </div>
    </Sheet>
  );
}

/** The latest changes, as lines over time and in words. */
function Past({ journey, experiment, zone }: ExperimentProps & { readonly zone: string }) {
  const { data } = useQuery(changesQuery(journey, experiment));
  const changes = useMemo(() => data?.changes.toReversed() ?? [], [data]);
  const at = useMemo(() => [...changes.map((change) => Date.parse(change.at)), Date.now()], [changes]);
  const lines = useMemo(
    () =>
      experiment.arms.map(({ arm, share }) => ({
        name: arm,
        values: [...changes.map(({ after }) => inForce(after, arm)), share],
      })),
    [changes, experiment],
  );
  if (changes.length === 0) return null;
  return (
    <>
      <h3>{say.weights}</h3>
      <Suspense fallback={<div className={styles.chartPlace} />}>
        <Chart
          label={say.weightsOf(experiment.experiment, zone)}
          at={at}
          lines={lines}
          zone={zone}
          isStepped
          write={asPercent}
        />
      </Suspense>
      <details>
        <summary>{say.log(changes.length)}</summary>
        <ol className={look.plainList}>
          {data?.changes.map((change) => (
            <li key={change.revision}>
              <time className={look.help} dateTime={change.at}>
                {moment(change.at, zone)}
              </time>{' '}
              <strong>{whatOf(change)}</strong> {say.by(change.actor)}: {standingInWords(change.after)}
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}

type Stand = ExperimentChange['after'];

/** A winner gets all new users. */
const inForce = ({ weights, winner }: Stand, arm: string): number =>
  winner === null ? (weights[arm] ?? 0) : winner === arm ? 100 : 0;

const whatOf = ({ what }: ExperimentChange): string =>
  Object.hasOwn(say.whats, what) ? say.whats[what as keyof typeof say.whats] : what;

const standingInWords = ({ weights, winner, mode }: Stand): string =>
  winner === null
    ? `${say.modes[mode]}, ${Object.entries(weights)
        .map(([arm, weight]) => `${arm} ${asPercent(weight)}`)
        .join(', ')}`
    : say.won(winner);
