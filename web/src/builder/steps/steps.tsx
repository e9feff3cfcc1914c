import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useBuilder } from '../../canvas/store';
import { look } from '../../widgets/look';
import { words } from '../../words';
import { type BuilderSearch, type BuildStep, defaultView, VIEWS } from '../view';
import styles from './steps.module.css';

const { builder: say } = words;
const STEPS = ['goal', 'entry', 'path', 'settings'] as const satisfies readonly BuildStep[];

interface StepsProps {
  readonly id: string;
  readonly step: BuildStep;
  readonly search: BuilderSearch;
}

/** Shows the three steps, in any order, each with its state, and the views of the path. */
export const Steps = ({ id, step, search }: StepsProps) => (
  <div className={styles.steps}>
    <nav aria-label={say.stepList}>
      <ol>
        {STEPS.map((each, index) => (
          <li key={each} data-step={each}>
            <Link
              to="/journeys/$id/build/$step"
              params={{ id, step: each }}
              search={{ view: search.view }}
              aria-current={each === step ? 'step' : undefined}
            >
              <StepMark step={each} nr={index + 1} />
              <span>{say.steps[each]}</span>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
    {step === 'path' && (
      <nav className={styles.views} aria-label={say.viewList}>
        {VIEWS.map((view) => (
          <Link
            key={view}
            to="/journeys/$id/build/$step"
            params={{ id, step }}
            search={{ ...search, view }}
            aria-current={(search.view ?? defaultView()) === view ? 'true' : undefined}
          >
            {say.views[view]}
          </Link>
        ))}
      </nav>
    )}
  </div>
);

function StepMark({ step, nr }: { readonly step: BuildStep; readonly nr: number }) {
  const count = useBuilder(({ problems }) =>
    step === 'settings' ? 0 : problems.filter((each) => each.step === step && each.severity === 'error').length,
  );
  if (step === 'settings') return null;
  if (count > 0)
    return (
      <span className={styles.mark} data-tone="warn" title={say.problems(count)}>
        <IconAlertTriangle size={14} stroke={1.6} aria-hidden />
        <span className={look.hidden}>{say.problems(count)}</span>
      </span>
    );
  return (
    <span className={styles.mark} data-tone="ok" title={say.done}>
      <IconCheck size={14} stroke={2} aria-hidden />
      <span className={look.hidden}>
        {nr} {say.done}
      </span>
    </span>
  );
}
