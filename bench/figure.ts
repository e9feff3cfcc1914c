/** One line of the result. */
export interface Figure {
  readonly name: string;
  /** The unit, such as "journeys/s". */
  readonly unit: string;
  readonly product: number;
  /** The hand-written baseline's value in the same run; absent if the figure has no baseline. */
  readonly baseline?: number;
  /** product / baseline. */
  readonly ratio?: number;
  /** The aim in words; absent if the figure is for information. */
  readonly aim?: string;
  readonly met?: boolean;
  /** Cores used meanwhile by other processes. Above 0.3, absolute values mean little. */
  readonly othersCpu?: number;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface Aim {
  readonly of: 'product' | 'ratio';
  readonly op: '≥' | '≤' | '<';
  readonly limit: number;
}

/** Compares a figure with its aim. */
export function figure(
  measured: Pick<Figure, 'name' | 'unit' | 'product' | 'baseline' | 'othersCpu' | 'details'>,
  aim?: Aim,
): Figure {
  const product = round(measured.product);
  const baseline = measured.baseline === undefined ? undefined : round(measured.baseline);
  const ratio = measured.baseline === undefined ? undefined : round(measured.product / measured.baseline);
  return {
    name: measured.name,
    unit: measured.unit,
    product,
    ...(baseline !== undefined && { baseline, ratio }),
    ...(aim && {
      aim: `${aim.of} ${aim.op} ${aim.limit}`,
      met: isMet(aim, aim.of === 'ratio' ? (ratio ?? Number.NaN) : product),
    }),
    ...(measured.othersCpu !== undefined && { othersCpu: round(measured.othersCpu) }),
    ...(measured.details && { details: measured.details }),
  };
}

function isMet({ op, limit }: Aim, value: number): boolean {
  if (op === '≥') return value >= limit;
  return op === '≤' ? value <= limit : value < limit;
}

/** Rounds to three significant digits. */
export const round = (value: number): number =>
  Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = Number.NaN, high = low] = [
    sorted[Math.ceil(sorted.length / 2) - 1],
    sorted[Math.floor(sorted.length / 2)],
  ];
  return (low + high) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Formats the figures as a table. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, product, baseline, ratio, unit, aim, met, othersCpu }) => [
    name,
    shown(product),
    shown(baseline),
    shown(ratio),
    unit,
    aim ?? '',
    met === undefined ? '' : met ? 'met' : 'MISSED',
    shown(othersCpu),
  ]);
  const all = [['figure', 'product', 'baseline', 'ratio', 'unit', 'aim', '', 'others'], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const shown = (value: number | undefined): string => (value === undefined ? '' : String(value));
