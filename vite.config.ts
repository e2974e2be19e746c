/**
 * How Vite serves and builds the demo, and how the package becomes one file (`--mode one-file`, see `src/bundle.ts`).
 * Knows no server of the demo: `demo/start.ts` starts those.
 */
import { defineConfig, type UserConfig } from 'vite';

/** `index.html` is found at the top level by itself. */
const demo: UserConfig = {
  build: { outDir: 'demo/dist', target: 'es2022' },
};

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
    // Entry and name: `src/bundle.ts`.
    lib: { entry: '', formats: ['es'] },
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

export default defineConfig(({ mode }) =>
  mode === 'one-file' ? oneFile : demo,
);
