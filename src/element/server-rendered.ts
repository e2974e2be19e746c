/**
 * An element that a server may have rendered: the browser goes on with what is there.
 *
 * Knows: declarative shadow trees, and Lit's support for hydration where a page has loaded it. Does not know: what is
 * rendered. Without that support, or where the page's language or options are not those of the server, what came from
 * the server is replaced.
 */

import {
  adoptStyles,
  LitElement,
  nothing,
  type PropertyValues,
  render,
} from 'lit';

export abstract class ServerRendered extends LitElement {
  #isTakingOver = false;

  protected override createRenderRoot(): ReturnType<
    LitElement['createRenderRoot']
  > {
    const { shadowRoot } = this;
    this.#isTakingOver =
      shadowRoot !== null && 'litElementHydrateSupport' in globalThis;
    // Else the first update would come on top of it.
    if (!this.#isTakingOver) shadowRoot?.replaceChildren();
    const root = super.createRenderRoot();
    // A strict page may have blocked the style element that came from the server.
    if (this.#isTakingOver && root instanceof ShadowRoot)
      adoptStyles(root, (this.constructor as typeof LitElement).elementStyles);
    return root;
  }

  protected override update(changed: PropertyValues): void {
    if (!this.#isTakingOver) {
      super.update(changed);
      return;
    }
    this.#isTakingOver = false;
    const root = this.renderRoot;
    try {
      super.update(changed);
    } catch {
      // It has not even the same shape.
      root.replaceChildren();
      super.update(changed);
      return;
    }
    // Lit takes a text that is there for the one that should be.
    const fresh = document.createDocumentFragment();
    render(this.render(), fresh);
    if (textOf(fresh) === textOf(root)) return;
    const part = render(nothing, root, this.renderOptions);
    for (const node of [...root.childNodes])
      if (node !== part.startNode && node !== part.endNode) node.remove();
    super.update(changed);
  }
}

/** Without the style sheet that a server puts there. */
const textOf = (root: ParentNode): string =>
  [...root.childNodes]
    .filter(({ nodeName }) => nodeName !== 'STYLE')
    .map(({ nodeType, textContent }) =>
      nodeType === Node.COMMENT_NODE ? '' : textContent,
    )
    .join('');
