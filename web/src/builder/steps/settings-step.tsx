import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { JsonObject } from '../../../../journey/base/json';
import type { Settings } from '../../../../journey/delivery/settings';
import { useBuilder, useBuilderStore } from '../../canvas/store';
import type { DraftDocument } from '../../document/document';
import { documentSchema, NOT_SETTINGS } from '../../document/document-form';
import { FormContext } from '../../forms/form-context';
import { SchemaFields } from '../../forms/schema-form';
import { settingsQuery } from '../../settings/settings-queries';
import { look } from '../../widgets/look';
import { words } from '../../words';
import { useFormAround } from '../use-form-around';
import styles from './step.module.css';

const { settings: say, acts } = words.builder;

/** Shows the workspace policies that apply to this journey in addition to its own. */
function WorkspaceLimits() {
  const { data } = useQuery(settingsQuery);
  const limits = data ? listLimits(data) : [];
  if (limits.length === 0) return null;
  return (
    <section className={look.notice} aria-label={say.workspace}>
      <strong>{say.workspace}</strong>
      <ul>
        {limits.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <Link to="/settings" search={{ tab: 'workspace' }}>
        {say.workspaceLink}
      </Link>
    </section>
  );
}

const listLimits = ({ quietHours, frequencyCaps, controlGroup }: Settings): readonly string[] => [
  ...quietHours.map(({ from, to, policy, channels }) => say.quiet(from, to, policy, channels)),
  ...frequencyCaps.map(({ max, per, channels, tags, topics }) => say.cap(max, per, [...channels, ...tags, ...topics])),
  ...(controlGroup ? [say.controlGroup(controlGroup.percent)] : []),
];

/** Edits the settings of the whole journey: name, time zone, quiet hours, caps. */
export function SettingsStep() {
  const document = useBuilder((state) => state.document);
  const { change } = useBuilderStore().getState();
  const around = useFormAround(documentSchema, '');
  return (
    <div className={styles.step}>
      <h2>{words.builder.steps.settings}</h2>
      <p>{say.intro}</p>
      <WorkspaceLimits />
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
