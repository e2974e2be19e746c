/**
 * The package's front door: importing it defines `<kommo-uploader>`.
 *
 * Knows: the rooms. This is the only module that does something when it is imported.
 */

import { define } from './element/index.js';

export * from './element/index.js';
export * from './engine/index.js';

define();
