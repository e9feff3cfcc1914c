/** Where the web app is loaded from. Its client reads that when it is imported, so import this first. */
Object.assign(globalThis, { location: { origin: 'https://sojourn.example.com' } });
