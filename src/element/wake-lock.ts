/**
 * Keeps the screen on: a device that falls asleep stops its uploads.
 *
 * Knows: the browser's lock, and who wants it held. Does not know: uploads. A browser gives it to a visible page only
 * and takes it back when the page is hidden. Where there is none, or it is refused, nothing is lost but the screen.
 */

const wanted = new Set<object>();
let lock: WakeLockSentinel | undefined;
let isAsking = false;

/** From now on somebody wants the screen on, or does not want it any more. */
export const keepAwake = (by: object, isWanted: boolean): void => {
  if (isWanted) wanted.add(by);
  else if (!wanted.delete(by)) return;
  // The same listener is there once at most.
  if (wanted.size > 0) document.addEventListener('visibilitychange', update);
  else document.removeEventListener('visibilitychange', update);
  void update();
};

const isNeeded = (): boolean => wanted.size > 0 && !document.hidden;

const update = async (): Promise<void> => {
  if (!isNeeded()) return release();
  const { wakeLock } = navigator as { wakeLock?: WakeLock };
  if (wakeLock === undefined || isAsking || lock?.released === false) return;
  if (!mayAsk()) return;
  isAsking = true;
  try {
    lock = await wakeLock.request('screen');
  } catch {
    // No click yet, no battery, not in this frame: it may be another time.
  } finally {
    isAsking = false;
  }
  // Much may have happened since it was asked for.
  if (!isNeeded()) await release();
};

/** A frame may be forbidden to. Only some browsers tell; they are those that complain to the page of each try. */
const mayAsk = (): boolean => {
  const { featurePolicy } = document as {
    featurePolicy?: { allowsFeature(feature: string): boolean };
  };
  return featurePolicy?.allowsFeature('screen-wake-lock') !== false;
};

const release = async (): Promise<void> => {
  const held = lock;
  lock = undefined;
  await held?.release().catch(() => {});
};
