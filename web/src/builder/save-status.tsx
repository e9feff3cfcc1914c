import { Trouble } from '../client/client';
import type { Saving } from '../drafts/autosave';
import { words } from '../words';

const { builder: say } = words;

/** Whether what is written is safe, and what to do where it is not. */
export function SaveStatus({ saving, onRetry }: { readonly saving: Saving; readonly onRetry: () => void }) {
  const { state, isRestored, taken } = saving;
  return (
    <span className="save-status" role="status" data-is={state.is}>
      {textOf(saving)}
      {isRestored && state.is === 'unsaved' && ` · ${say.restored}`}
      {taken.length > 0 && ` · ${say.merged(taken)}`}
      {(state.is === 'offline' || state.is === 'refused') && (
        <button className="text-button" type="button" onClick={onRetry}>
          {words.trouble.retry}
        </button>
      )}
    </span>
  );
}

function textOf({ state }: Saving): string {
  switch (state.is) {
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
