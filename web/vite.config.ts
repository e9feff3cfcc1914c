import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Later layers win, whatever a selector's weight: a page may change what it takes from `widgets/`. */
const LAYERS = '@layer mantine, base, widgets, rooms;';

/** Pages bring their own styles, in any order: each file says first which layer wins. */
const layerOrder = {
  postcssPlugin: 'layer-order',
  Once(root: { prepend(css: string): unknown }) {
    root.prepend(LAYERS);
  },
};

const SNIPPET = `${import.meta.dirname}/../browser/index.ts`;

/** Built into web/dist, which the API serves. No inline script, so that the pages' policy needs no exception. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  css: { postcss: { plugins: [layerOrder] } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // the app, and the script for companies' own pages, which keeps its exports and its name
      input: { index: `${import.meta.dirname}/index.html`, sojourn: SNIPPET },
      preserveEntrySignatures: 'exports-only',
      output: { entryFileNames: ({ name }) => (name === 'sojourn' ? 'sojourn.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:3000' } },
});
