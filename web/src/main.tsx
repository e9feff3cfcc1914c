import '@fontsource-variable/geist';
import '@fontsource-variable/geist-mono';
import '@mantine/core/styles/baseline.layer.css';
import '@mantine/core/styles/default-css-variables.layer.css';
import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/InlineInput.layer.css';
import './theme/tokens.css';
import './theme/base.css';
import { createTheme, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Trouble } from './client/trouble';
import { createAppRouter } from './shell/router';

/** A refusal stays one: only what is away is asked again. */
const client = new QueryClient({
  defaultOptions: { queries: { retry: (count, error) => count < 2 && error instanceof Trouble && error.status === 0 } },
});
const router = createAppRouter(client);
const theme = createTheme({ fontFamily: 'inherit', primaryColor: 'dark', defaultRadius: 6 });
/** Styles that are made here carry the page's own nonce. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
