import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Built into web/dist, which the API serves. No inline script, so that the pages' policy needs no exception. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:3000' } },
});
