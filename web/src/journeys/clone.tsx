import { lazy, Suspense } from 'react';

/** Loads the code that reads a whole document only when someone clones a journey. */
const CloneSheet = lazy(async () => ({ default: (await import('./clone-sheet')).CloneSheet }));

export const Clone = (props: { readonly id: string; readonly onClose: () => void }) => (
  <Suspense>
    <CloneSheet {...props} />
  </Suspense>
);
