/**
 * Light or dark, as the CRM's page is just now.
 *
 * Knows: colours. Does not know: how the CRM names its themes, which nobody documents: what the panel stands on is dark
 * or it is not.
 */

/** Whether what an element stands on is dark. */
export const isDark = (element: Element): boolean => {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    const [red = 0, green = 0, blue = 0, alpha = 1] =
      backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [];
    if (backgroundColor === 'transparent' || alpha < 0.5) continue;
    return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
  }
  return false;
};

/**
 * Keeps the colours of what is in a panel with those of the page around it, until it is ended. Set on what is inside:
 * the page's own style sheets may say anything of the panel.
 */
export const followTheme = (
  panel: HTMLElement,
  inside: HTMLElement,
  signal: AbortSignal,
): void => {
  const follow = () =>
    inside.style.setProperty('color-scheme', isDark(panel) ? 'dark' : 'light');
  const observer = new MutationObserver(follow);
  for (const root of [document.documentElement, document.body])
    observer.observe(root, { attributes: true });
  signal.addEventListener('abort', () => observer.disconnect());
  // A theme may fade in, and may be the system's.
  document.addEventListener('transitionend', follow, { signal });
  matchMedia('(prefers-color-scheme: dark)').addEventListener(
    'change',
    follow,
    { signal },
  );
  follow();
};
