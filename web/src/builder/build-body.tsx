import { lazy, Suspense } from 'react';
import { Canvas } from '../canvas/canvas';
import { Palette } from '../canvas/palette';
import { look } from '../widgets/look';
import { Split } from '../widgets/workbench';
import { Inspector } from './inspector';
import { Outline } from './outline';
import { EntryStep } from './steps/entry-step';
import { GoalStep } from './steps/goal-step';
import { SettingsStep } from './steps/settings-step';
import type { BuildStep, View } from './view';

const JsonView = lazy(() => import('./json-view').then(({ JsonView: Default }) => ({ default: Default })));

/** Shows the body of a build step. */
export function BuildBody({ step, view }: { readonly step: BuildStep; readonly view: View }) {
  switch (step) {
    case 'goal':
      return <GoalStep />;
    case 'entry':
      return <EntryStep />;
    case 'settings':
      return <SettingsStep />;
    case 'path':
      return <PathStep view={view} />;
  }
}

function PathStep({ view }: { readonly view: View }) {
  if (view === 'json')
    return (
      <Suspense fallback={<div className={look.skeleton} />}>
        <JsonView />
      </Suspense>
    );
  return (
    <Split view={view}>
      <Palette />
      {view === 'canvas' ? <Canvas /> : <Outline />}
      <Inspector />
    </Split>
  );
}
