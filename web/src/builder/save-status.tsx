import { Trouble } from '../client/trouble';
import type { Saving } from '../drafts/save-session';
import { look } from '../widgets/look';
import { words } from '../words';
import styles from './save-status.module.css';

const { builder: say } = words;

/** Shows whether the changes are saved, and how to fix it if they can't be. */
export function SaveStatus({ saving, onRetry }: { readonly saving: Saving; readonly onRetry: () => void }) {
  const { state, isRestored, taken } = saving;
  return (
    <span className={styles.status} role="status" data-is={state.type}>
      {textOf(saving)}
      {isRestored && state.type === 'unsaved' && ` · ${say.restored}`}
      {taken.length > 0 && ` · ${say.merged(taken)}`}
      {(state.type === 'offline' || state.type === 'refused') && (
        <button className={look.textButton} type="button" onClick={onRetry}>
          {words.trouble.retry}
        </button>
      )}
    </span>
  );
}

function textOf({ state }: Saving): string {
  switch (state.type) {
    case 'unchanged':
      return say.unchanged;
    case 'saved':
      return say.saved(new Date(state.at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' }));
    case 'saving':
      return say.saving;
    case 'unsaved':
      return say.unsaved;
    case 'offline':
      return say.offline;
    case 'refused':
      return say.refused(
        state.trouble instanceof Trouble ? `${state.trouble.message}. ${state.trouble.fix}` : String(state.trouble),
      );
  }
}
