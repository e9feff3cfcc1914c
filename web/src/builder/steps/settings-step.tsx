import type { JsonObject } from '../../../../journey/base/json';
import { useBuilder, useBuilderStore } from '../../canvas/store';
import type { DraftDocument } from '../../document/document';
import { documentSchema, NOT_SETTINGS } from '../../document/document-form';
import { FormContext } from '../../forms/form-context';
import { SchemaFields } from '../../forms/schema-form';
import { words } from '../../words';
import { useFormAround } from '../use-form-around';
import styles from './step.module.css';

const { settings: say, acts } = words.builder;

/** Edits the settings of the whole journey: name, time zone, quiet hours, caps. */
export function SettingsStep() {
  const document = useBuilder((state) => state.document);
  const { change } = useBuilderStore().getState();
  const around = useFormAround(documentSchema, '');
  return (
    <div className={styles.step}>
      <h2>{words.builder.steps.settings}</h2>
      <p>{say.intro}</p>
      <FormContext value={around}>
        <SchemaFields
          schema={documentSchema}
          value={document as JsonObject}
          path=""
          without={NOT_SETTINGS}
          onChange={(to) => change(acts.settings, () => to as DraftDocument, { grouped: true })}
        />
      </FormContext>
    </div>
  );
}
