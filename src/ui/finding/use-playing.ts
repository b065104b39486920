import { useEffect, useState } from 'preact/hooks';

const STEP_MS = 450;

/** Steps on by itself until the end, or until somebody stops it. */
export function usePlaying(at: number, length: number, onAt: (at: number) => void): readonly [boolean, () => void] {
  const [isPlaying, setIsPlaying] = useState(false);
  useEffect(() => {
    if (!isPlaying) return undefined;
    if (at >= length) {
      setIsPlaying(false);
      return undefined;
    }
    const timer = setTimeout(() => onAt(at + 1), STEP_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, at, length]);
  const turn = (): void => {
    if (!isPlaying && at >= length) onAt(0);
    setIsPlaying(!isPlaying);
  };
  return [isPlaying, turn];
}
