import { lazy, Suspense } from 'react';

/** What it takes to read a whole document is fetched when somebody clones one. */
const CloneSheet = lazy(async () => ({ default: (await import('./clone-sheet')).CloneSheet }));

export const Clone = (props: { readonly id: string; readonly onClose: () => void }) => (
  <Suspense>
    <CloneSheet {...props} />
  </Suspense>
);
