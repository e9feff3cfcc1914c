import { findTypeClash } from '../../../../journey/conditions/type-clash';
import { look } from '../../widgets/look';
import { words } from '../../words';
import { useForm } from '../form-context';
import { isObject } from '../schema';
import { Suggest } from '../suggest';
import { Comparand } from './comparand';
import styles from './condition.module.css';
import { Grouped, type PartProps, type Parts } from './condition-groups';
import { BLANK_ITEM, ITEM_OPS, isAggregate, isQuantifier, OPS, type Op, SIGNS, withOp } from './trait-ops';

const { condition: say } = words.forms;

/** A value that is known, how it is compared, and with what. */
export function TraitPart(props: PartProps) {
  const { value } = props;
  const { seen } = useForm();
  const op = opOf(value.op);
  const path = typeof value.path === 'string' ? value.path : '';
  const clash = findTypeClash(value, seen.types[path] ?? []);
  return (
    <div className={styles.leaf}>
      <Compared {...props} ops={OPS} paths={seen.paths} placeholder="profile.plan" />
      {isAggregate(op) && <Aggregate {...props} op={op} />}
      {isQuantifier(op) && <Items {...props} />}
      {seen.about[path] !== undefined && <p className={look.help}>{seen.about[path]}</p>}
      {clash && (
        <p className={look.wrong} role="status">
          {say.clash[clash.compared]}
        </p>
      )}
    </div>
  );
}

const opOf = (op: unknown): Op => OPS.find((each) => each === op) ?? '=';

interface ComparedProps extends PartProps {
  readonly ops: readonly Op[];
  readonly paths: readonly string[];
  readonly placeholder: string;
}

function Compared({ label, value, onChange, ops, paths, placeholder }: ComparedProps) {
  const op = opOf(value.op);
  const hasComparand = op !== 'exists' && op !== 'missing' && !isAggregate(op) && !isQuantifier(op);
  return (
    <>
      <Suggest
        label={`${label}: ${say.path}`}
        placeholder={placeholder}
        value={typeof value.path === 'string' ? value.path : ''}
        options={paths}
        onChange={(path) => onChange({ ...value, path })}
      />
      <select
        className={`${look.input} ${look.narrow}`}
        aria-label={`${label}: ${say.op}`}
        value={op}
        onChange={(event) => onChange(withOp(value, event.currentTarget.value as Op))}
      >
        {ops.map((each) => (
          <option key={each} value={each}>
            {say.ops[each]}
          </option>
        ))}
      </select>
      {hasComparand && (
        <Comparand
          label={`${label}: ${say.value}`}
          value={value.value}
          onChange={(to) => onChange({ ...value, value: to })}
        />
      )}
    </>
  );
}

/** Edits what is added up in the items of a list, and the number to compare it with. */
function Aggregate({ op, ...props }: PartProps & { readonly op: Op }) {
  const { label, value, onChange } = props;
  return (
    <>
      {op !== 'count' && (
        <Suggest
          label={`${label}: ${say.itemValue}`}
          placeholder="item.price"
          value={typeof value.of === 'string' ? value.of : ''}
          options={[]}
          onChange={(of) => onChange({ ...value, of })}
        />
      )}
      <select
        className={`${look.input} ${look.narrow}`}
        aria-label={`${label}: ${say.sign}`}
        value={SIGNS.find((each) => each === value.is) ?? '>='}
        onChange={(event) => onChange({ ...value, is: event.currentTarget.value })}
      >
        {SIGNS.map((each) => (
          <option key={each} value={each}>
            {say.ops[each]}
          </option>
        ))}
      </select>
      <input
        className={look.input}
        type="number"
        step="any"
        aria-label={`${label}: ${say.value}`}
        value={typeof value.value === 'number' ? value.value : ''}
        onChange={({ currentTarget: { valueAsNumber: to } }) =>
          onChange({ ...value, value: Number.isNaN(to) ? '' : to })
        }
      />
      {value.where === undefined ? (
        <button
          className={look.textButton}
          type="button"
          onClick={() => onChange({ ...value, where: { ...BLANK_ITEM } })}
        >
          {say.onlyItems}
        </button>
      ) : (
        <>
          <Items {...props} />
          <button
            className={look.textButton}
            type="button"
            onClick={() => {
              const { where: _, ...rest } = value;
              onChange(rest);
            }}
          >
            {say.allItems}
          </button>
        </>
      )}
    </>
  );
}

/** Edits the condition that items match. */
function Items({ label, value: { where, ...rest }, onChange }: PartProps) {
  const given = isObject(where) ? where : BLANK_ITEM;
  return (
    <fieldset className={styles.group}>
      <legend>{say.items}</legend>
      <Grouped
        label={`${label}: ${say.items}`}
        value={given}
        parts={ITEM_PARTS}
        onChange={(to) => onChange({ ...rest, where: to })}
      />
    </fieldset>
  );
}

const ITEM_PARTS: Parts = {
  render: (part) => (
    <div className={styles.leaf}>
      <Compared {...part} ops={ITEM_OPS} paths={[]} placeholder="item.category" />
    </div>
  ),
  blanks: [{ title: say.addCondition, blank: BLANK_ITEM }],
};
