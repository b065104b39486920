import type { Op } from '../src/model/index.js';

/**
 * The flags of an allocation that decide something in these kernels; none of them is GFP_KERNEL. NOWAIT may not wait;
 * ATOMIC may not either, and has __GFP_HIGH.
 */
export type Gfp = 'NOWAIT' | 'ATOMIC' | 'NORETRY' | 'NOFAIL' | 'RETRY_MAYFAIL' | 'NOFS';

export interface Allocation {
  readonly order?: number;
  readonly gfp?: readonly Gfp[];
}

const allocation = ({ order = 0, gfp = [] }: Allocation): { order: number; gfp: readonly Gfp[] } => ({ order, gfp });

/** A user page fault that needs one anonymous page. */
export const userFault = (how: Allocation = {}): Op[] => [{ type: 'user_fault', kind: 'user', ...allocation(how) }];

/** A user page fault in which a slab allocation must succeed before the page can be mapped. */
export const faultWithSlab = (how: Allocation = {}): Op[] => [{ type: 'user_fault', kind: 'kmem', ...allocation(how) }];

/** A user page fault with an optional charge, such as readahead: the fault succeeds whether or not it does. */
export const faultWithReadahead = (how: Allocation = {}): Op[] => [
  { type: 'optional_fault', kind: 'cache', ...allocation(how) },
];

/** A system call that allocates accounted slab memory. */
export const slabSyscall = (how: Allocation = {}): Op[] => [{ type: 'charge', kind: 'kmem', ...allocation(how) }];

/** A system call that adds a page to the page cache. */
export const cacheSyscall = (how: Allocation = {}): Op[] => [{ type: 'charge', kind: 'cache', ...allocation(how) }];

/** write(2): adds a page to the page cache while holding the inode's mutex. */
export const writeHolding = (lock: string, how: Allocation = {}): Op[] => [
  { type: 'mutex_lock', lock },
  ...cacheSyscall(how),
  { type: 'mutex_unlock', lock },
];

/** A system call that allocates slab memory while holding a mutex. */
export const slabHolding = (lock: string, how: Allocation = {}): Op[] => [
  { type: 'mutex_lock', lock },
  ...slabSyscall(how),
  { type: 'mutex_unlock', lock },
];

/** open(2) with O_TRUNC: waits for the inode's mutex, uninterruptibly. */
export const truncate = (lock: string): Op[] => [
  { type: 'mutex_lock', lock },
  { type: 'mutex_unlock', lock },
];

/** The same wait with mmap_sem held for writing, as mmap(2) on a file system that takes a lock of its own does. */
export const mmapWaitingFor = (lock: string): Op[] => [{ type: 'down_write' }, ...truncate(lock), { type: 'up_write' }];

/** mmap(2) with MAP_POPULATE: get_user_pages for each page, none of them a user fault. */
export const mmapPopulate = (pages: number): Op[] => [
  { type: 'mmap_populate', pages, kind: 'user', order: 0, gfp: [] },
];

/** exit(2). */
export const exit = (): Op[] => [{ type: 'exit' }];

/** munmap(2) of some of its pages. */
export const munmap = (pages: number): Op[] => [{ type: 'munmap', pages }];

/** An allocation outside any memcg: straight from the page allocator (question 14). */
export const allocPages = (how: Allocation = {}): Op[] => [{ type: 'alloc_pages', kind: 'slab', ...allocation(how) }];
