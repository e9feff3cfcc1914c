/** A mutant, and whether a test noticed it. */
export interface Mutant {
  /** Path from the top of the tree. */
  readonly file: string;
  readonly line: number;
  /** The changed code and its replacement. */
  readonly change: string;
  readonly status: 'killed' | 'survived' | 'uncovered' | 'skipped';
}

/** Returns a line for each file with its score, the total, and each mutant that no test noticed. */
export function summarize(mutants: readonly Mutant[]): string {
  const files = [...new Set(mutants.map(({ file }) => file))].toSorted();
  const rows = files.map((file) =>
    describe(
      file,
      mutants.filter((mutant) => mutant.file === file),
    ),
  );
  const unnoticed = mutants.filter(({ status }) => status === 'survived' || status === 'uncovered');
  const lines = unnoticed.map(({ file, line, status, change }) => `${file}:${line} ${status}: ${change}`);
  return [...lines, '', ...rows, describe('all', mutants), ''].join('\n');
}

function describe(name: string, mutants: readonly Mutant[]): string {
  const count = (status: Mutant['status']) => mutants.filter((mutant) => mutant.status === status).length;
  const [killed, survived, uncovered, skipped] = [
    count('killed'),
    count('survived'),
    count('uncovered'),
    count('skipped'),
  ];
  const score = ((100 * killed) / Math.max(1, killed + survived + uncovered)).toFixed(1);
  return `${name}: ${score} % (${killed} killed, ${survived} survived, ${uncovered} uncovered, ${skipped} skipped)`;
}
