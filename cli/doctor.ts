import type { Finding } from '../dev/doctor/finding.ts';
import { diagnose } from '../dev/doctor.ts';
import type { Environment } from '../worker/config.ts';

/** Prints the diagnosis. Returns whether all checks passed. */
export async function runDoctor(env: Environment, { json }: { readonly json: boolean }): Promise<boolean> {
  const findings = await diagnose(env);
  const isFine = findings.every((finding) => finding.isFine);
  const lines = findings.map(
    ({ what, saw, fix, ...finding }) => `${markOf(finding)} ${what}: ${saw}${fix ? `\n  → ${fix}` : ''}`,
  );
  process.stdout.write(json ? `${JSON.stringify({ isFine, findings }, null, 2)}\n` : `${lines.join('\n')}\n`);
  return isFine;
}

const markOf = ({ isFine, isWarning }: Pick<Finding, 'isFine' | 'isWarning'>): string =>
  isWarning ? '!' : isFine ? '✓' : '✗';
