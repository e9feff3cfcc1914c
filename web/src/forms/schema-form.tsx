import { IconPlus, IconX } from '@tabler/icons-react';
import type { JsonObject, JsonValue } from '../../../journey/base/json';
import { look } from '../widgets/look';
import { words } from '../words';
import { ConditionField } from './fields/condition';
import { ListField, MapField, TicksField, WeekdaysField } from './fields/many';
import { MomentField, ZoneField } from './fields/moment';
import {
  ChoiceField,
  ClockField,
  DurationField,
  EventField,
  JsonField,
  NumberField,
  PathField,
  SwitchField,
  TextField,
} from './fields/plain';
import { QuietField } from './fields/quiet';
import { ValueField } from './fields/value';
import { useForm } from './form-context';
import { blankOf, type FieldSchema, fieldsOf, help, isObject, kindOf, labelOf, variantOf } from './schema';
import styles from './schema-form.module.css';

const { forms: say } = words;

interface FieldsProps {
  readonly schema: JsonObject;
  readonly value: JsonObject;
  /** The value's dotted path; empty: the whole value. */
  readonly path: string;
  /** Fields that are edited elsewhere. */
  readonly without?: readonly string[];
  readonly onChange: (value: JsonObject) => void;
}

/** Shows a form for a JSON Schema. Fields keep the schema's order; unset optional fields are folded. */
export function SchemaFields({ schema, value, path, without = [], onChange }: FieldsProps) {
  const fields = fieldsOf(schema).filter(({ name }) => !without.includes(name));
  const { asked } = useForm();
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const isOpen = ({ name, isRequired }: FieldSchema) =>
    isRequired || value[name] !== undefined || asked.includes(at(name));
  const folded = fields.filter((field) => !isOpen(field));
  const shown = (field: FieldSchema) => (
    <SchemaField
      key={field.name}
      label={labelOf(field.name, field.schema)}
      schema={field.schema}
      path={at(field.name)}
      value={value[field.name]}
      isRequired={field.isRequired}
      onChange={(to) => onChange(withField(value, field.name, to))}
    />
  );
  return (
    <>
      {fields.filter(isOpen).map(shown)}
      {folded.length > 0 && (
        <details className={styles.fold}>
          <summary>{say.more(folded.length)}</summary>
          {folded.map(shown)}
        </details>
      )}
    </>
  );
}

function withField(value: JsonObject, name: string, to: JsonValue | undefined): JsonObject {
  if (to !== undefined) return { ...value, [name]: to };
  const { [name]: _, ...rest } = value;
  return rest;
}

interface SchemaFieldProps {
  readonly label: string;
  readonly schema: JsonObject;
  readonly path: string;
  readonly value: JsonValue | undefined;
  readonly isRequired: boolean;
  /** Called with the new value; undefined removes the field. */
  readonly onChange: (value: JsonValue | undefined) => void;
}

/** Shows the field that suits a schema. */
export function SchemaField({ label, schema, path, value, isRequired, onChange }: SchemaFieldProps) {
  const { root } = useForm();
  const kind = kindOf(schema, root);
  const props = { label, path, value, onChange, help: help(schema, root) };
  switch (kind.type) {
    case 'constant':
      return null;
    case 'switch':
      return <SwitchField {...props} value={value ?? schema.default} />;
    case 'choice':
      return <ChoiceField {...props} options={kind.options} fallback={schema.default} />;
    case 'number':
      return <NumberField {...props} value={value ?? schema.default} />;
    case 'text':
      return <TextField {...props} isLong={kind.isLong} />;
    case 'duration':
      return <DurationField {...props} />;
    case 'event':
      return <EventField {...props} />;
    case 'path':
      return <PathField {...props} />;
    case 'clock':
      return <ClockField {...props} />;
    case 'moment':
      return <MomentField {...props} />;
    case 'zone':
      return <ZoneField {...props} />;
    case 'value':
      return <ValueField {...props} />;
    case 'json':
      return <JsonField {...props} />;
    case 'weekdays':
      return <WeekdaysField {...props} help={say.everyDay} />;
    case 'choices':
      return <TicksField {...props} options={kind.options.map((option) => ({ value: option, label: option }))} />;
    case 'list':
      return <ListField {...props} item={kind.item} render={(item) => <SchemaField {...item} />} />;
    case 'quiet':
      return <QuietField {...props} item={kind.item} render={(item) => <SchemaField {...item} />} />;
    case 'map':
      return <MapField {...props} item={kind.item} render={(item) => <SchemaField {...item} />} />;
    default:
      return <Composed {...{ label, schema, path, value, isRequired, onChange }} />;
  }
}

/** An optional object shows its fields only when it is set. */
function Composed(props: SchemaFieldProps) {
  const { root } = useForm();
  const { label, schema, path, value, isRequired, onChange } = props;
  const kind = kindOf(schema, root);
  if (value === undefined)
    return (
      <div className={look.field} data-field={path}>
        <button className={look.textButton} type="button" onClick={() => onChange(blankOf(schema, root))}>
          <IconPlus size={16} stroke={1.6} aria-hidden />
          {say.set(label)}
        </button>
        <p className={look.help}>{help(schema, root)}</p>
      </div>
    );
  return (
    <fieldset className={`${look.field} ${look.group}`} data-field={path}>
      <legend>
        {label}
        {!isRequired && (
          <button
            className={look.textButton}
            type="button"
            aria-label={say.unset(label)}
            title={say.unset(label)}
            onClick={() => onChange(undefined)}
          >
            <IconX size={14} stroke={1.6} aria-hidden />
          </button>
        )}
      </legend>
      {kind.type === 'condition' && <ConditionField {...{ label, path, value, onChange }} />}
      {kind.type === 'group' && (
        <SchemaFields
          schema={inner(schema, root)}
          value={isObject(value) ? value : {}}
          path={path}
          onChange={onChange}
        />
      )}
      {kind.type === 'variants' && <Variants {...props} variants={kind.variants} />}
    </fieldset>
  );
}

/** Returns a group's own schema, following its `$ref`. */
function inner(schema: JsonObject, root: JsonObject): JsonObject {
  const defs = isObject(root.$defs) ? root.$defs : {};
  const name = typeof schema.$ref === 'string' ? schema.$ref.replace(/^#\/\$defs\//, '') : undefined;
  const found = name === undefined ? undefined : defs[name];
  return isObject(found) ? found : schema;
}

/** Chooses one of several variants and edits it. */
function Variants({
  label,
  path,
  value,
  onChange,
  variants,
}: SchemaFieldProps & { readonly variants: readonly JsonObject[] }) {
  const { root } = useForm();
  const chosen = variantOf(value, variants, root);
  const variant = variants[chosen] ?? {};
  const kind = kindOf(variant, root);
  return (
    <>
      <select
        className={look.input}
        aria-label={`${label}: ${say.kind.toLowerCase()}`}
        value={chosen}
        onChange={(event) => onChange(blankOf(variants[Number(event.currentTarget.value)] ?? {}, root))}
      >
        {variants.map((each, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a variant has no name but its place
          <option key={index} value={index}>
            {nameOf(each, root)}
          </option>
        ))}
      </select>
      {kind.type === 'group' ? (
        <SchemaFields
          schema={inner(variant, root)}
          value={isObject(value) ? value : {}}
          path={path}
          onChange={onChange}
        />
      ) : (
        <SchemaField label={label} schema={variant} path={path} value={value} isRequired onChange={onChange} />
      )}
    </>
  );
}

/** Returns what names one of several forms: its constant, its description or its fields. */
function nameOf(variant: JsonObject, root: JsonObject): string {
  const kind = kindOf(variant, root);
  if (kind.type === 'constant') return String(kind.value);
  const said = help(variant, root);
  if (said !== '' && typeof variant.$ref !== 'string') return said;
  if (kind.type !== 'group') return labelOf(kind.type);
  const constants = kind.fields.flatMap(({ schema }) => (schema.const === undefined ? [] : [String(schema.const)]));
  return constants[0] ?? kind.fields.map(({ name }) => name).join(', ');
}
