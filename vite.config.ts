/**
 * How Vite serves and builds the demo with its documentation, how the package becomes one file (`--mode one-file`, see `src/bundle.ts`), and
 * how its command does (`--mode command`), see `src/bundle.ts`.
 * Knows no server of the demo: `demo/start.ts` starts those.
 */
import { defineConfig, type UserConfig } from 'vite';
import { documentation } from './demo/site/plugin.js';

/** `index.html` is found at the top level by itself. */
const demo = (): UserConfig => ({
  // Every address is relative, so that the site works below any path.
  base: './',
  publicDir: 'demo/public',
  plugins: [documentation()],
  build: {
    outDir: 'demo/dist',
    target: 'es2022',
    // A strict page takes no address that holds its own data.
    assetsInlineLimit: 0,
    // Browsers that know modules of ES2022 know how to load them early.
    modulePreload: { polyfill: false },
    // The drive in the page can spell every script in ASCII, and only pages with an uploader load it.
    chunkSizeWarningLimit: 700,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});

/** One module for `<script type="module">`: everything in it, nothing loaded later. */
const oneFile: UserConfig = {
  publicDir: false,
  build: {
    target: 'es2022',
    outDir: 'dist',
    // The ES modules are there already.
    emptyOutDir: false,
    // Its sources are not published beside it, so a map would lead nowhere.
    sourcemap: false,
    // Entry, name and format: `src/bundle.ts`, and for the widget `demo/widget/build.ts`.
    lib: { entry: '', formats: [] },
    rolldownOptions: {
      output: {
        codeSplitting: false,
        minify: true,
        // Lit's licence asks for its notice in every copy.
        comments: { legal: true, annotation: false, jsdoc: false },
      },
    },
  },
};

/** The command for Node: one file that needs nothing installed. */
const command: UserConfig = {
  publicDir: false,
  build: {
    target: 'node20',
    outDir: 'dist',
    emptyOutDir: false,
    ssr: 'src/command.ts',
    minify: false,
    rolldownOptions: {
      output: {
        codeSplitting: false,
        entryFileNames: 'command.js',
        banner: '#!/usr/bin/env node',
        comments: { legal: true, annotation: false, jsdoc: false },
      },
    },
  },
  ssr: {
    noExternal: true,
    // The Redis client would load them for calls that nobody makes.
    external: ['@opentelemetry/api', '@node-rs/xxhash'],
  },
};

export default defineConfig(({ mode }) => {
  if (mode === 'one-file') return oneFile;
  return mode === 'command' ? command : demo();
});
