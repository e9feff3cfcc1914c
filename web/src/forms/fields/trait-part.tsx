import type { JsonObject } from '../../../../journey/base/json';
import { look } from '../../widgets/look';
import { words } from '../../words';
import { useForm } from '../form-context';
import { isObject } from '../schema';
import { Suggest } from '../suggest';
import { Comparand } from './comparand';
import styles from './condition.module.css';
import type { PartProps } from './condition-groups';

const { condition: say } = words.forms;

type Op = keyof typeof say.ops;
const OPS = Object.keys(say.ops) as readonly Op[];

/** Returns the condition with another operator, and with the parts of the value that fit it. */
function withOp(value: JsonObject, op: Op): JsonObject {
  const { value: old, ...rest } = value;
  if (op === 'exists' || op === 'missing') return { ...rest, op };
  if (op === 'in' || op === 'not-in') return { ...rest, op, value: Array.isArray(old) ? old : [] };
  if (op === 'before' || op === 'after') return { ...rest, op, value: isObject(old) ? old : { ago: '7d' } };
  return { ...rest, op, value: typeof old === 'object' || old === undefined ? '' : old };
}

/** A value that is known, how it is compared, and with what. */
export function TraitPart({ label, value, onChange }: PartProps) {
  const { seen } = useForm();
  const op = OPS.find((each) => each === value.op) ?? '=';
  return (
    <div className={styles.leaf}>
      <Suggest
        label={`${label}: ${say.path}`}
        placeholder="profile.plan"
        value={typeof value.path === 'string' ? value.path : ''}
        options={seen.paths}
        onChange={(path) => onChange({ ...value, path })}
      />
      <select
        className={`${look.input} ${look.narrow}`}
        aria-label={`${label}: ${say.op}`}
        value={op}
        onChange={(event) => onChange(withOp(value, event.currentTarget.value as Op))}
      >
        {OPS.map((each) => (
          <option key={each} value={each}>
            {say.ops[each]}
          </option>
        ))}
      </select>
      {op !== 'exists' && op !== 'missing' && (
        <Comparand
          label={`${label}: ${say.value}`}
          value={value.value}
          onChange={(to) => onChange({ ...value, value: to })}
        />
      )}
      {typeof value.path === 'string' && seen.about[value.path] !== undefined && (
        <p className={look.help}>{seen.about[value.path]}</p>
      )}
    </div>
  );
}
