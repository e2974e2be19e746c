/**
 * The doorway of the one-file build: as `index.ts`, but it never loads code by itself. A page adds a language with a script
 * tag of its own.
 *
 * Knows: the rooms. Importing it defines `<kommo-uploader>`.
 */

import { define } from './element/index.js';

export * from './element/index.js';
export * from './engine/index.js';

define();
