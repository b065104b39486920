/** One of the mail's questions, asked of a memcg charge and of the page allocator outside any memcg. */
export interface Comparison {
  readonly what: string;
  /** The scenario of the memcg, on whatever kernel. */
  readonly memcg: string;
  /** The scenario of the page allocator, and the kernel that it is modelled at. */
  readonly outside: { readonly scenario: string; readonly kernel: string };
  /** The outcomes that both have and that the question is about. */
  readonly outcomes: readonly string[];
}

const outside = (scenario: string): Comparison['outside'] => ({
  scenario: `page-allocator-${scenario}`,
  kernel: 'v4.18',
});

/**
 * Question 14. "This is behavior is inconsistent with !memcg case": a kernel is consistent in a question where its memcg
 * charge has the same verdicts as the page allocator of v4.18.
 */
export const comparisons: readonly Comparison[] = [
  {
    what: 'order 0: ENOMEM, kill, hang',
    memcg: 'slab-at-limit',
    outside: outside('slab'),
    outcomes: ['enomem', 'hog-killed', 'hangs'],
  },
  {
    what: 'order 0: a needless victim',
    memcg: 'slab-at-limit',
    outside: outside('slab'),
    outcomes: ['needless-victim'],
  },
  {
    what: 'the victim waits for the charger',
    memcg: 'imutex-charge',
    outside: outside('imutex'),
    outcomes: ['enomem', 'hog-killed', 'hangs'],
  },
  { what: 'order 4', memcg: 'costly-slab', outside: outside('costly'), outcomes: ['enomem', 'hog-killed'] },
  { what: '__GFP_NORETRY', memcg: 'noretry-slab', outside: outside('noretry'), outcomes: ['enomem', 'hog-killed'] },
  {
    what: '__GFP_RETRY_MAYFAIL',
    memcg: 'mayfail-slab',
    outside: outside('mayfail'),
    outcomes: ['enomem', 'hog-killed'],
  },
  { what: '__GFP_NOFAIL', memcg: 'nofail-cache', outside: outside('nofail'), outcomes: ['enomem', 'hog-killed'] },
  {
    what: 'nobody to kill: ENOMEM, hang',
    memcg: 'no-victim-slab',
    outside: outside('no-victim'),
    outcomes: ['enomem', 'hangs'],
  },
];
