import { number } from '../format';
import { look } from '../widgets/look';
import { words } from '../words';
import styles from './report.module.css';
import type { Report } from './report-queries';
import { Scrollable } from './scrollable';

const { report: say } = words;
const SERIES = ['entered', 'goals', 'exits'] as const;

/** A row a bucket, from the newest: what the picture shows, the numbers say. Counts begin at nothing. */
export function Bars({ trend }: { readonly trend: Report['trend'] }) {
  const most = Math.max(1, ...trend.flatMap((point) => SERIES.map((series) => point[series])));
  return (
    <Scrollable>
      <table className={styles.trend}>
        <thead>
          <tr>
            <th scope="col">{say.trendColumns.day}</th>
            {SERIES.map((series) => (
              <th key={series} scope="col">
                {say.trendColumns[series]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {trend.toReversed().map((point) => (
            <tr key={point.from}>
              <th scope="row">
                {point.day} {point.isUnfinished && <span className={look.help}>{say.unfinished}</span>}
              </th>
              {SERIES.map((series) => (
                <td key={series} data-wide>
                  <span className={styles.barCell}>
                    <meter
                      min={0}
                      max={most}
                      value={point[series]}
                      aria-label={`${say.trendColumns[series]}, ${point.day}`}
                    />
                    {number(point[series])}
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}
