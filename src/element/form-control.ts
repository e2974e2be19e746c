/**
 * The element as a form control: what a form and the page's style sheet see of it.
 *
 * Knows: that the browser takes it for one. Does not know: how files get in, or how they travel.
 */

import { UploadControls } from './upload-controls.js';

export abstract class FormControl extends UploadControls {
  /** Makes the browser treat the element as a form control. */
  static readonly formAssociated = true;

  /** Form value, validity and custom states. */
  protected readonly internals = this.attachInternals();
}
