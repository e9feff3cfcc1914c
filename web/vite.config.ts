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

const BROWSER = `${import.meta.dirname}/../browser`;
const SNIPPETS = ['sojourn', 'sojourn-worker'];

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
      // the app, and the scripts for companies' own pages, which keep their exports and names
      input: {
        index: `${import.meta.dirname}/index.html`,
        sojourn: `${BROWSER}/index.ts`,
        'sojourn-worker': `${BROWSER}/worker.ts`,
      },
      preserveEntrySignatures: 'exports-only',
      output: { entryFileNames: ({ name }) => (SNIPPETS.includes(name) ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:3000' } },
});
