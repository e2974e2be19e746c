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

/** Keeps an element's colours with those of the page around it. Returns how to stop. */
export const followTheme = (host: HTMLElement): (() => void) => {
  const follow = () =>
    host.style.setProperty('color-scheme', isDark(host) ? 'dark' : 'light');
  const observer = new MutationObserver(follow);
  // Not of `style` on the host itself: that is what is written here.
  for (const root of [document.documentElement, document.body])
    observer.observe(root, { attributes: true });
  follow();
  return () => observer.disconnect();
};
