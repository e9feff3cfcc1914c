import './uplot.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { words } from '../words';
import styles from './chart.module.css';

export interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

interface ChartProps {
  /** Describes the chart to screen readers. A table beside it has the numbers. */
  readonly label: string;
  /** Milliseconds since the epoch, ascending. */
  readonly at: readonly number[];
  readonly lines: readonly Line[];
  readonly zone: string;
  /** A value holds until the next one, whenever that comes; else there is one a day, or fewer. */
  readonly isStepped?: boolean;
  /** Formats a value. */
  readonly write?: (value: number) => string;
}

const HEIGHT = 220;
const STEP_AFTER = 1;
/** Series differ by dash as well as by color. */
const LOOKS = [
  { colour: '--info', dash: [] },
  { colour: '--ok', dash: [8, 4] },
  { colour: '--warn', dash: [2, 3] },
  { colour: '--bad', dash: [10, 3, 2, 3] },
  { colour: '--accent', dash: [5, 5] },
] as const;

const DAY = 86_400;
const DAYS = [1, 2, 7, 14, 28, 56, 112, 364].map((days) => days * DAY);
/** Axis steps for counts: whole numbers only. */
const WHOLE = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((n) => n * 10 ** power)).flat();

/** A day, or a time where there are several for a day. */
const momentOf = (seconds: number, timeZone: string, increment: number): string =>
  new Date(seconds * 1_000).toLocaleString(undefined, {
    ...{ timeZone, day: 'numeric', month: 'short' },
    ...(increment < DAY && { hour: '2-digit', minute: '2-digit' }),
  });

/** Draws lines over time, on an axis that starts at 0. */
export function Chart({ label, at, lines, zone, isStepped = false, write = String }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme has other colours
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const colour = (name: string) => getComputedStyle(element).getPropertyValue(name).trim();
    const font = `12px ${getComputedStyle(element).fontFamily}`;
    const axis = {
      font,
      stroke: colour('--text-3'),
      grid: { stroke: colour('--hairline'), width: 1 },
      ticks: { show: false },
    };
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), zone),
        scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } },
        axes: [
          {
            ...axis,
            space: 90,
            ...(!isStepped && { incrs: DAYS }),
            values: (_, ticks, __, ___, increment) => ticks.map((tick) => momentOf(tick, zone, increment)),
          },
          { ...axis, size: 56, incrs: WHOLE, values: (_, ticks) => ticks.map(write) },
        ],
        cursor: { drag: { x: false, y: false } },
        series: [
          {
            label: words.chart.when,
            value: (_, tick) => (tick === null ? '–' : momentOf(tick, zone, isStepped ? 0 : DAY)),
          },
          ...lines.map(({ name }, index) => {
            const look = LOOKS[index % LOOKS.length] ?? LOOKS[0];
            return {
              label: name,
              stroke: colour(look.colour),
              width: 2,
              dash: [...look.dash],
              points: { show: at.length < 3 },
              value: (_: uPlot, value: number | null) => (value === null ? '–' : write(value)),
              ...(isStepped && { paths: uPlot.paths.stepped?.({ align: STEP_AFTER }) }),
            };
          }),
        ],
      },
      [at.map((ms) => ms / 1_000), ...lines.map(({ values }) => [...values])],
      element,
    );
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      plot.destroy();
    };
  }, [at, lines, zone, isStepped, write, scheme]);
  return <div ref={place} className={styles.chart} role="img" aria-label={label} />;
}
