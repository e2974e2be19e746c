/**
 * The package's doorway: importing it defines `<kommo-uploader>`, which then loads the language it needs.
 *
 * Knows: the rooms. No other module does something when it is imported, but `one-file.ts`, which stands in for this one.
 */

import { define } from './element/index.js';
import { languages } from './element/languages.js';
import { offerMessages } from './element/words.js';

export * from './element/index.js';
export * from './engine/index.js';

offerMessages(languages);
define();
