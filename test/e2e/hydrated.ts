/** The script of a page that a server has rendered: Lit's support first, then the element. */
import '@lit-labs/ssr-client/lit-element-hydrate-support.js';
import '../../src/one-file.js';
