import { useEffect, useState } from 'preact/hooks';

export type Theme = 'light' | 'dark';

const KEY = 'oomlab-theme';

const isDark = matchMedia('(prefers-color-scheme: dark)');

/** What somebody chose before; nothing where storage is refused, as it may be for a file. */
function chosen(): Theme | undefined {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === 'light' || theme === 'dark' ? theme : undefined;
  } catch {
    return undefined;
  }
}

export const themeNow = (): Theme => chosen() ?? (isDark.matches ? 'dark' : 'light');

/** The present theme, and how to turn it over: the system's, until somebody chooses. */
export function useTheme(): readonly [Theme, () => void] {
  const [theme, setTheme] = useState(themeNow);
  useEffect(() => {
    const follow = (): void => setTheme(themeNow());
    isDark.addEventListener('change', follow);
    return () => isDark.removeEventListener('change', follow);
  }, []);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const turn = (): void => {
    const other = theme === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem(KEY, other);
    } catch {
      // It lasts as long as the page, then.
    }
    setTheme(other);
  };
  return [theme, turn];
}
