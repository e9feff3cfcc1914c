import { lazy, Suspense, useMemo } from 'react';
import { number } from '../format';
import { words } from '../words';
import { Bars } from './bars';
import styles from './report.module.css';
import type { Report } from './report-queries';

const { report: say } = words;
const SERIES = ['entered', 'goals', 'exits'] as const;
const Chart = lazy(async () => ({ default: (await import('../charts/chart')).Chart }));

/** The picture, and the numbers of it. */
export function Trend({ report: { trend, zone } }: { readonly report: Report }) {
  const at = useMemo(() => trend.map(({ from }) => Date.parse(from)), [trend]);
  const lines = useMemo(
    () => SERIES.map((series) => ({ name: say.trendColumns[series], values: trend.map((point) => point[series]) })),
    [trend],
  );
  return (
    <>
      {trend.length > 1 && (
        <Suspense fallback={<div className={styles.chartPlace} />}>
          <Chart label={say.trendOf(zone)} at={at} lines={lines} zone={zone} write={number} />
        </Suspense>
      )}
      <details open={trend.length <= 1}>
        <summary>{say.numbers}</summary>
        <Bars trend={trend} />
      </details>
    </>
  );
}
