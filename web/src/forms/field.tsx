import { type ReactNode, useId } from 'react';
import { look } from '../widgets/look';
import { useForm } from './form-context';

interface FieldProps {
  readonly label: string;
  readonly help?: string | undefined;
  /** Dotted: the path that its problems have. */
  readonly path: string;
  /** Problem of the typed text. Shown instead of the validator's message. */
  readonly error?: string | undefined;
  readonly children: (control: ControlProps) => ReactNode;
}

export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

/** A label above, and below it the help, which an error takes the place of. */
export function Field({ label, help = '', path, error, children }: FieldProps) {
  const id = useId();
  const { problemAt } = useForm();
  const wrong = error ?? problemAt(path);
  const below = wrong ?? help;
  return (
    <div className={look.field} data-field={path}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': below === '' ? undefined : `${id}-below`,
        'aria-invalid': wrong === undefined ? undefined : true,
      })}
      {below !== '' && (
        <p id={`${id}-below`} className={wrong === undefined ? look.help : look.wrong}>
          {below}
        </p>
      )}
    </div>
  );
}
