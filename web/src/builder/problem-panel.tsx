import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useBuilder } from '../canvas/store';
import type { Problem } from '../document/problems';
import { look } from '../widgets/look';
import { words } from '../words';
import problemListStyles from './problem-list.module.css';
import problemPanelStyles from './problem-panel.module.css';

const { builder: say } = words;

/** Lists all problems. A click or F8 leads to each. */
export function ProblemPanel({ onGo }: { readonly onGo: (problem: Problem) => void }) {
  const problems = useBuilder((state) => state.problems);
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F8' || problems.length === 0) return;
      event.preventDefault();
      const next = (at + (event.shiftKey ? -1 : 1) + problems.length) % problems.length;
      setAt(next);
      const problem = problems[next];
      if (problem) onGo(problem);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [problems, at, onGo]);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return (
    <section className={problemPanelStyles.panel} aria-label={say.panel.label}>
      <button
        className={look.plain}
        type="button"
        aria-expanded={isOpen && problems.length > 0}
        data-tone={errors > 0 ? 'bad' : problems.length > 0 ? 'warn' : 'ok'}
        onClick={() => setOpen(!isOpen)}
      >
        {problems.length === 0 ? (
          <IconCheck size={16} stroke={1.6} aria-hidden />
        ) : (
          <IconAlertTriangle size={16} stroke={1.6} aria-hidden />
        )}
        {problems.length === 0 ? say.panel.none : say.problems(problems.length)}
        {problems.length > 0 && <kbd>F8</kbd>}
      </button>
      {isOpen && problems.length > 0 && (
        <ul className={problemListStyles.list}>
          {problems.map((problem) => (
            <li key={`${problem.path} ${problem.message}`} data-tone={problem.severity === 'error' ? 'bad' : 'warn'}>
              <button type="button" onClick={() => onGo(problem)}>
                <span className={`${look.mono} ${problemListStyles.path}`}>{problem.node ?? problem.path}</span>{' '}
                {problem.message}. {problem.fix}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
